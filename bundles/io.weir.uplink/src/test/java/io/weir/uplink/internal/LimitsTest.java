package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.api.runtime.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of these tests begins one second after midnight, UTC. */
class LimitsTest {
  @TempDir Path folder;

  private PumpRig rig(Map<String, Object> settings) {
    return new PumpRig(folder, settings);
  }

  /** Lets an hour pass a second at a time, everything acknowledged at once. */
  private static void seconds(PumpRig rig, int seconds) {
    for (int i = 0; i < seconds; i++) {
      rig.stepAfter(Duration.ofSeconds(1));
      rig.acknowledgeAll();
    }
  }

  private static long payload(PumpRig rig) {
    return rig.transport.published.stream().mapToLong(message -> message.payload().length).sum();
  }

  @Test
  void noMoreMessagesGoThanTheRateAllows() {
    PumpRig rig = rig(Map.of("batch.samples", 1, "rate.messages.per.s", 5, "in.flight", 100));
    rig.backlog(200);
    rig.connect();
    assertThat(rig.taken()).hasSize(5);
    long due = rig.step();
    assertThat(due - rig.clock.micros()).isBetween(1L, 400_000L);
    seconds(rig, 10);
    assertThat(rig.taken().size()).isBetween(48, 52);
  }

  @Test
  void noMoreBytesGoThanTheRateAllowsOnAverage() {
    PumpRig rig = rig(Map.of("batch.samples", 10, "rate.bytes.per.s", 400));
    rig.backlog(2_000);
    rig.connect();
    seconds(rig, 60);
    assertThat(payload(rig)).isBetween(60 * 400 - 1_000L, 60 * 400 + 1_000L);
  }

  @Test
  void whenTheDaysBytesAreUsedOnlyEventsGoUntilTheNextDay() {
    PumpRig rig =
        rig(Map.of("batch.samples", 10, "budget.bytes.per.day", 2_000, "schedule.zone", "UTC"));
    rig.backlog(500);
    rig.connect();
    seconds(rig, 30);
    assertThat(payload(rig)).isBetween(2_000L, 2_800L);
    assertEquals(State.DEGRADED, rig.status().state());
    assertEquals("budget", rig.status().reason());
    assertThat(rig.status().message()).contains("2000 bytes are used", "only events");
    assertEquals(1, rig.gauge("budget-exhausted"));
    assertThat(rig.gauge("budget-used-bytes")).isGreaterThanOrEqualTo(2_000);
    rig.taken();
    rig.event("hot");
    rig.step();
    assertThat(rig.taken()).containsExactly("event 1-1");
    rig.acknowledgeAll();
    rig.stepAfter(Duration.ofHours(24));
    assertThat(rig.taken()).isNotEmpty();
    assertEquals(State.OK, rig.status().state());
  }

  @Test
  void withStopNothingGoesAnyMore() {
    PumpRig rig =
        rig(
            Map.of(
                "batch.samples",
                10,
                "budget.bytes.per.day",
                1_000,
                "budget.at.limit",
                "stop",
                "schedule.zone",
                "UTC"));
    rig.backlog(500);
    rig.connect();
    seconds(rig, 30);
    rig.taken();
    rig.event("hot");
    seconds(rig, 30);
    assertThat(rig.taken()).isEmpty();
    assertThat(rig.status().message()).contains("nothing is sent");
  }

  @Test
  void theDaysUseIsKnownAfterARestartAndAKillLosesAHundredthAtMost() throws Exception {
    Map<String, Object> settings =
        Map.of("batch.samples", 1, "budget.bytes.per.day", 100_000, "schedule.zone", "UTC");
    PumpRig rig = rig(settings);
    rig.backlog(50);
    rig.connect();
    seconds(rig, 10);
    long used = payload(rig);
    Path file = folder.resolve("uplink/cloud.budget");
    String killed = Files.readString(file);
    assertThat(Long.parseLong(killed.strip().split(" ")[1])).isBetween(used, used + 1_000);
    rig.restart();
    rig.step();
    rig.connect();
    assertEquals(used, rig.gauge("budget-used-bytes"));
    Files.writeString(file, killed);
  }

  @Test
  void aClockThatGoesBackDoesNotBeginTheDayAnew() {
    Map<String, Object> settings =
        Map.of("batch.samples", 10, "budget.bytes.per.day", 1_000, "schedule.zone", "UTC");
    PumpRig rig = rig(settings);
    rig.backlog(300);
    rig.connect();
    seconds(rig, 20);
    rig.clock.offset(1, 0, false);
    seconds(rig, 60);
    rig.taken();
    seconds(rig, 60);
    assertThat(rig.taken()).isEmpty();
    assertEquals("budget", rig.status().reason());
  }

  @Test
  void telemetryWaitsForItsWindowAndEventsDoNot() {
    PumpRig rig = rig(Map.of("schedule", "02:00-03:00", "schedule.zone", "UTC"));
    rig.append(0);
    rig.event("hot");
    rig.connect();
    assertThat(rig.taken()).containsExactly("event 1-1");
    assertEquals(State.OK, rig.status().state());
    assertEquals("schedule", rig.status().reason());
    assertThat(rig.status().message()).contains("only events are sent until 02:00");
    rig.acknowledgeAll();
    for (int i = 0; i < 119; i++) {
      rig.stepAfter(Duration.ofMinutes(1));
    }
    assertThat(rig.taken()).isEmpty();
    long due = rig.step();
    rig.clock.set(due);
    rig.step();
    assertThat(rig.taken()).containsExactly("telemetry 1-1");
    assertEquals("none", rig.status().reason());
  }

  @Test
  void eventsWaitTooWhereThatIsWanted() {
    PumpRig rig =
        rig(
            Map.of(
                "schedule", "02:00-03:00", "schedule.zone", "UTC", "schedule.events", "scheduled"));
    rig.event("hot");
    rig.connect();
    assertThat(rig.taken()).isEmpty();
    rig.stepAfter(Duration.ofHours(2));
    assertThat(rig.taken()).containsExactly("event 1-1");
  }

  @Test
  void theTimeToTheEndOfTheBacklogIsKnown() {
    PumpRig rig = rig(Map.of("batch.samples", 10, "rate.messages.per.s", 10));
    rig.backlog(10_000);
    rig.clock.advance(Duration.ofSeconds(30));
    rig.connect();
    assertEquals(-1, rig.gauge("backlog-eta-s"));
    seconds(rig, 20);
    long left = rig.gauge("backlog-telemetry") / 100;
    assertThat(rig.gauge("backlog-eta-s")).isBetween(left * 8 / 10, left * 13 / 10);
    assertThat(rig.gauge("messages-per-s")).isBetween(8L, 12L);
    rig.transport.disconnect("gone");
    for (int i = 0; i < 60; i++) {
      rig.append(0);
      rig.stepAfter(Duration.ofSeconds(1));
    }
    assertEquals(-1, rig.gauge("backlog-eta-s"));
    assertEquals(0, rig.gauge("messages-per-s"));
    rig.connect();
    seconds(rig, 200);
    assertEquals(0, rig.gauge("backlog-eta-s"));
  }
}
