package io.weir.core.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.PresenceHistory;
import io.weir.api.runtime.PresenceHistory.Change;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceLogTest {
  @TempDir Path dir;

  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final ManualScheduler scheduler = new ManualScheduler();

  private PresenceLog log() {
    return new PresenceLog(dir.resolve("presence"), dir.resolve("devices"), clock, scheduler);
  }

  private static List<String> words(PresenceLog log, String device) {
    return log.changes(device).stream()
        .map(each -> (each.online() ? "online" : "offline") + " " + each.reason())
        .toList();
  }

  @Test
  void onlyChangesOfWhetherItCanBeReachedAreNoted() {
    PresenceLog log = log();
    StatusBoard watched = new PresenceBoard(board, log);
    StatusBoard.Part part = watched.part("device/boiler");
    part.status(State.STARTING, "none", "");
    part.ok();
    part.status(State.DEGRADED, "device", "one channel");
    part.status(State.ERROR, "comm", "no answer");
    part.status(State.ERROR, "comm", "no answer, again");
    part.status(State.ERROR, "gone", "not known any more");
    part.ok();
    watched.part("connection/plant").status(State.ERROR, "comm", "down");
    assertThat(words(log, "boiler"))
        .containsExactly("online none", "offline comm", "offline gone", "online none");
    assertThat(log.changes("boiler")).extracting(Change::message).contains("no answer");
    assertThat(log.changes("plant")).isEmpty();
    assertThat(board.get("device/boiler").state()).isEqualTo(State.OK);
  }

  @Test
  void changesAreKeptOverARestartWithTheTimeOfTheirBoot() {
    PresenceLog log = log();
    log.note("boiler", State.OK, "none", "");
    long time = clock.epochMicros();
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(dir.resolve("presence/boiler.jsonl")).exists();

    clock.reboot(2, 500);
    clock.offset(2, FakeClock.DEFAULT_OFFSET + 10_000_000, true);
    PresenceLog next = log();
    next.note("boiler", State.OK, "none", "");
    next.note("boiler", State.ERROR, "comm", "no answer");
    next.deactivate();
    assertThat(words(log(), "boiler")).containsExactly("online none", "offline comm");
    assertThat(log().changes("boiler"))
        .extracting(Change::time)
        .containsExactly(time, FakeClock.DEFAULT_OFFSET + 10_000_500);
  }

  @Test
  void theLastHundredAreKeptInMemoryAndInTheFile() throws Exception {
    PresenceLog log = log();
    for (int i = 0; i < 1000; i++) {
      log.note("boiler", i % 2 == 0 ? State.OK : State.ERROR, i % 2 == 0 ? "none" : "comm", "" + i);
      if (i % 30 == 0) {
        scheduler.advance(Duration.ofSeconds(5));
      }
    }
    log.deactivate();
    assertThat(log.changes("boiler")).hasSize(PresenceHistory.MOST);
    assertThat(log.changes("boiler").get(99).message()).isEqualTo("999");
    List<String> lines = Files.readAllLines(dir.resolve("presence/boiler.jsonl"));
    assertThat(lines).hasSizeBetween(PresenceHistory.MOST, 2 * PresenceHistory.MOST);
    assertThat(log().changes("boiler")).isEqualTo(log.changes("boiler"));
  }

  @Test
  void aLineThatWasCutOffCostsOnlyItself() throws Exception {
    PresenceLog log = log();
    log.note("boiler", State.OK, "none", "");
    log.deactivate();
    Files.writeString(
        dir.resolve("presence/boiler.jsonl"), "{\"boot\":1,\"mic", StandardOpenOption.APPEND);
    PresenceLog next = log();
    assertThat(words(next, "boiler")).containsExactly("online none");
    next.note("boiler", State.ERROR, "comm", "no answer");
    next.deactivate();
    assertThat(words(log(), "boiler")).containsExactly("online none", "offline comm");
  }

  @Test
  void aDeviceWhoseDocumentIsGoneIsForgotten() throws Exception {
    Files.createDirectories(dir.resolve("devices"));
    Files.writeString(dir.resolve("devices/kept.json"), "{}");
    PresenceLog log = log();
    log.note("boiler", State.OK, "none", "");
    log.note("kept", State.OK, "none", "");
    scheduler.advance(Duration.ofHours(1));
    assertThat(log.changes("boiler")).isEmpty();
    assertThat(dir.resolve("presence/boiler.jsonl")).doesNotExist();
    assertThat(words(log, "kept")).containsExactly("online none");
  }

  @Test
  void aNameThatIsNoIdReachesNoFile() {
    assertThat(log().changes("../devices/kept")).isEmpty();
  }
}
