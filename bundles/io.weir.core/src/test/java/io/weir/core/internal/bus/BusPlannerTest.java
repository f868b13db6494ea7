package io.weir.core.internal.bus;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.weir.api.driver.BlockLimits;
import io.weir.api.runtime.BusPlan;
import io.weir.core.internal.registry.ResolvedDevice;
import io.weir.testing.FakeDriver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusPlannerTest {
  private final FakeDriver driver = new FakeDriver();

  @BeforeEach
  void slowLine() {
    driver.limits(new BlockLimits(10, 2));
    driver.times("9600 baud", 20_000, 1_000, 500_000);
  }

  @Test
  void everyReadTellsWhatItCostsAndWhyItIsThere() {
    BusPlan plan =
        plan(
            Set.of(),
            PollPlannerTest.device(
                "d",
                channel(0, "d/a").at("holding", 0, 1),
                channel(1, "d/b").at("holding", 3, 2),
                channel(2, "d/c").at("holding", 20, 1),
                channel(3, "d/d").at("holding", 21, 9),
                channel(4, "d/e").at("holding", 30, 1)));

    assertThat(plan.medium()).isEqualTo("9600 baud");
    assertThat(plan.reads())
        .extracting(BusPlan.Read::start, BusPlan.Read::length, BusPlan.Read::unused)
        .containsExactly(tuple(0, 5, 2), tuple(20, 10, 0), tuple(30, 1, 0));
    assertThat(plan.reads().get(0).channels()).containsExactly("d/a", "d/b");
    assertThat(plan.reads())
        .extracting(BusPlan.Read::why)
        .containsExactly(
            "2 channels in one request, with 2 unused between them (gaps of up to 2 are read"
                + " along); each by itself would take 18.0 ms more",
            "2 channels in one request; each by itself would take 20.0 ms more; not joined to the"
                + " one before: 15 unused lie between, more than 2",
            "one channel; not joined to the one before: it would be longer than 10");
    assertThat(plan.reads())
        .extracting(BusPlan.Read::micros)
        .containsExactly(25_000L, 30_000L, 21_000L);
    assertThat(plan.cycleMicros()).isEqualTo(76_000);
    assertThat(plan.utilisation()).isCloseTo(0.076, within(1e-9));
    assertThat(plan.warning()).isEmpty();
  }

  @Test
  void aDeviceWithNarrowerLimitsIsPlannedByThem() {
    driver.limits("narrow", new BlockLimits(2, 0));
    BusPlan plan =
        plan(
            Set.of(),
            PollPlannerTest.device(
                "d",
                channel(0, "d/a").at("narrow", 0, 1),
                channel(1, "d/b").at("narrow", 1, 1),
                channel(2, "d/c").at("narrow", 2, 2)),
            PollPlannerTest.device(
                "e", channel(3, "e/a").at("wide", 0, 1), channel(4, "e/b").at("wide", 2, 2)));

    assertThat(plan.reads())
        .extracting(BusPlan.Read::area, BusPlan.Read::start, BusPlan.Read::length)
        .containsExactly(tuple("narrow", 0, 2), tuple("narrow", 2, 2), tuple("wide", 0, 4));
    assertThat(plan.reads().get(1).why())
        .isEqualTo("one channel; not joined to the one before: it would be longer than 2");
  }

  @Test
  void aBusThatIsTooBusyIsWarnedOfWithWhatWouldHelp() {
    BusPlan plan =
        plan(
            Set.of(),
            PollPlannerTest.device(
                "fast", channel(0, "fast/a").at("u1", 0, 1).period(Duration.ofMillis(30))),
            PollPlannerTest.device("calm", channel(1, "calm/a").at("u2", 0, 1)));

    assertThat(plan.utilisation()).isCloseTo(0.7 + 0.021, within(1e-9));
    assertThat(plan.warning()).isEmpty();

    BusPlan worse =
        plan(
            Set.of(),
            PollPlannerTest.device(
                "fast", channel(0, "fast/a").at("u1", 0, 1).period(Duration.ofMillis(20))));
    assertThat(worse.warning())
        .contains("105 %", "more than 80 %", "1.3 times as long", "'fast': 105 %");
  }

  @Test
  void aSilentDeviceCostsItsProbesOnly() {
    BusPlan plan =
        plan(
            Set.of("dead"),
            PollPlannerTest.device("dead", channel(0, "dead/a").at("u1", 0, 1)),
            PollPlannerTest.device("live", channel(1, "live/a").at("u2", 0, 1)));

    assertThat(plan.devices())
        .extracting(BusPlan.Load::device, BusPlan.Load::silent)
        .containsExactly(tuple("dead", true), tuple("live", false));
    assertThat(plan.devices().get(0).utilisation()).isCloseTo(500_000 / 45e6, within(1e-9));
    assertThat(plan.cycleMicros()).isEqualTo(21_000);
  }

  @Test
  void withoutAKnownSpeedOnlyTheReadsAreTold() {
    driver.times("", 20_000, 1_000, 500_000);

    BusPlan plan =
        plan(Set.of(), PollPlannerTest.device("d", channel(0, "d/a"), channel(1, "d/b")));

    assertThat(plan.timed()).isFalse();
    assertThat(plan.utilisation()).isZero();
    assertThat(plan.reads().get(0).why()).isEqualTo("2 channels in one request");
  }

  private BusPlan plan(Set<String> silent, ResolvedDevice... devices) {
    return new BusPlanner("plant", driver, silent).plan(List.of(devices));
  }
}
