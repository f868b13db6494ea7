package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component with its own thread, over files. */
class RulesComponentTest {
  private static final String RULE =
      """
      { "id": "overheat", "inputs": { "temp": "boiler/flow-temp" }, "when": "temp > 85.0",
        "actions": [ { "write": { "channel": "boiler/bypass-valve", "value": true } },
                     { "event": { "severity": "warning", "message": "Boiler at {temp}" } } ] }
      """;

  private final FakePlant plant = FakePlant.usual();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();
  private final FakeJournal journal = new FakeJournal();

  @TempDir Path directory;
  private RulesComponent rules = component(Path.of("none"));

  private RulesComponent component(Path root) {
    Path state = root.resolve("state").resolve("active.json");
    return new RulesComponent(
        root.resolve("rules"), state, plant, plant, plant, clock, board, journal);
  }

  @BeforeEach
  void begin() throws Exception {
    rules.deactivate();
    Files.createDirectories(directory.resolve("rules"));
    save(RULE);
    rules = component(directory);
  }

  @AfterEach
  void end() throws Exception {
    rules.deactivate();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().equals("weir-rules"));
  }

  @Test
  void reactsAndTellsTheJournal() {
    awaitStatus("STARTING input");
    feed(90.0);
    assertThat(plant.commands).hasSize(1);
    awaitUntil(() -> !journal.events().isEmpty());
    assertThat(journal.events().get(0).message()).isEqualTo("Boiler at 90");
  }

  @Test
  void picksUpAChangedFile() throws IOException {
    awaitStatus("STARTING input");
    save(RULE.replace("85.0", "95.0"));
    awaitUntil(
        () -> {
          feed(20.0);
          feed(90.0);
          return !board.get("rule/overheat").reason().equals("active");
        });
    feed(96.0);
    awaitStatus("OK active");
  }

  @Test
  void keepsEventsWhileTheJournalCannotTakeThem() {
    awaitStatus("STARTING input");
    journal.failWith("disk full");
    feed(90.0);
    awaitUntil(() -> board.get("rules").message().equals("disk full"));
    assertThat(board.get("rules").counters()).containsEntry("events-waiting", 1L);
    journal.failWith(null);
    awaitUntil(() -> journal.events().size() == 1);
    awaitUntil(() -> board.get("rules").state().name().equals("OK"));
  }

  @Test
  void remembersWhatIsActive() throws Exception {
    awaitStatus("STARTING input");
    feed(90.0);
    rules.deactivate();
    assertThat(Files.readString(directory.resolve("state/active.json")))
        .isEqualTo("[\"overheat\"]");
    plant.commands.clear();
    rules = component(directory);
    awaitStatus("OK active");
    assertThat(plant.commands).isEmpty();
  }

  @Test
  void followsTheDevices() {
    awaitStatus("STARTING input");
    plant.remove("boiler/bypass-valve");
    awaitStatus("ERROR config");
    assertThat(board.get("rule/overheat").message())
        .contains("overheat.json: /actions/0/write/channel: 'boiler/bypass-valve'");
  }

  private void save(String rule) throws IOException {
    Path temporary = directory.resolve("new");
    Files.writeString(temporary, rule);
    Files.move(
        temporary,
        directory.resolve("rules/overheat.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private void feed(double temperature) {
    Batch batch = new Batch(8);
    plant.row(batch, clock.micros(), "boiler/flow-temp", temperature);
    rules.samples(batch);
  }

  private void awaitStatus(String expected) {
    awaitUntil(
        () -> {
          if (!board.has("rule/overheat")) {
            return false;
          }
          var status = board.get("rule/overheat");
          return (status.state() + " " + status.reason()).equals(expected);
        });
  }

  /** Time goes on until the condition holds, at most half a minute of real time. */
  private void awaitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting, board: %s", board.parts()).isLessThan(end);
      clock.advance(Duration.ofMillis(100));
      rules.tick(clock.micros());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
