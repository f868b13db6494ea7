package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.api.driver.Block;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.Conditioning;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterTest {
  private static final long NOW = 1_767_225_600_000_000L;
  private static final Map<String, Object> WATER = Map.of("mode", "counter", "line", 23);

  private final Bench bench = new Bench();

  @Test
  void countsFromNoughtWhenNothingWasRecorded() throws Exception {
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    assertThat(bench.read(water)).isEqualTo(0L);
    bench.chip.pulse(23, 3);
    assertThat(bench.read(water)).isEqualTo(3L);
    assertThat(bench.take()).as("a counter is polled, it tells nothing by itself").isEmpty();
    assertThat(bench.chip.setup(23)).extracting(setup -> setup.edge()).isEqualTo(Edge.RISING);
  }

  @Test
  void goesOnFromWhatWasRecordedLast() throws Exception {
    bench.history.record("panel/water", NOW, 9_007_199_254_740_993L);
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    bench.chip.pulse(23, 2);
    assertThat(bench.read(water)).isEqualTo(9_007_199_254_740_995L);
    bench.read(water);
    assertThat(bench.history.asked()).containsExactly("last panel/water");
  }

  @Test
  void theLastValueIsFoundBehindSamplesWithoutOne() throws Exception {
    bench.history.record("panel/water", NOW - 3 * 86_400_000_000L, 1200L);
    bench.history.recordBad("panel/water", NOW - 1_000_000);
    bench.history.recordBad("panel/water", NOW);
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    assertThat(bench.read(water)).isEqualTo(1200L);
    assertThat(bench.history.asked())
        .containsExactly(
            "last panel/water",
            "aggregate 3600000000",
            "aggregate 86400000000",
            "aggregate 2678400000000");
  }

  @Test
  void aChannelInUnitsIsTurnedBackIntoPulses() throws Exception {
    bench.history.record("panel/water", NOW, 123.457);
    Conditioning litres =
        new Conditioning(
            0.001,
            100,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            0,
            0,
            null,
            null);
    Point water = bench.driver.point(Bench.channel("water", Access.R, WATER, litres));
    bench.driver.connect();
    bench.driver.listen(List.of(new Block.Entry(5, water)), () -> {});
    bench.chip.pulse(23, 1);
    assertThat(bench.read(water)).isEqualTo(23_458L);
  }

  @Test
  void countsWhileTheStoreIsNotThereAndAddsWhatWasRecordedOnceItIs() throws Exception {
    bench.driver.setHistory(null);
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    bench.chip.pulse(23, 4);
    assertThat(bench.read(water)).isEqualTo("bad/stale");
    assertThat(bench.status())
        .isEqualTo(
            "DEGRADED The counter panel/water waits for its recorded value: the store is not there"
                + " yet");
    bench.history.record("panel/water", NOW, 1000L);
    bench.driver.setHistory(bench.history);
    assertThat(bench.read(water)).isEqualTo(1004L);
    assertThat(bench.status()).isEqualTo("OK ");
  }

  @Test
  void aStoreThatCannotBeReadIsAskedAgainLaterAndNothingIsMadeUp() throws Exception {
    bench.history.record("panel/water", NOW, 1000L);
    bench.history.failWith(new IOException("disk failure"));
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    bench.chip.pulse(23, 1);
    assertThat(bench.read(water)).isEqualTo("bad/stale");
    assertThat(bench.read(water)).isEqualTo("bad/stale");
    assertThat(bench.history.asked()).hasSize(1);
    assertThat(bench.status()).endsWith("disk failure");
    bench.history.failWith(null);
    bench.clock.advance(Duration.ofSeconds(5));
    assertThat(bench.read(water)).isEqualTo(1001L);
  }

  @Test
  void edgesTheKernelHadNoRoomForAreCounted() throws Exception {
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    bench.chip.lose(23, 1000);
    bench.chip.pulse(23, 1);
    assertThat(bench.read(water)).isEqualTo(1001L);
  }

  @Test
  void theTotalOutlivesALossOfTheConnection() throws Exception {
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    bench.read(water);
    bench.chip.pulse(23, 5);
    bench.driver.disconnect();
    bench.listen();
    bench.chip.pulse(23, 2);
    assertThat(bench.read(water)).isEqualTo(7L);
    assertThat(bench.history.asked()).hasSize(1);
  }

  @Test
  void theTotalOutlivesAChangeOfTheLinesSettings() throws Exception {
    Point water = bench.add(5, "water", WATER);
    bench.listen();
    bench.read(water);
    bench.chip.pulse(23, 5);
    bench.remove(water);
    Point changed = bench.add(5, "water", Map.of("mode", "counter", "line", 24, "debounce", "1ms"));
    bench.listen();
    bench.chip.pulse(24, 2);
    assertThat(bench.read(changed)).isEqualTo(7L);
  }

  @Test
  void aMeterThatIsExchangedIsSetByWriting() throws Exception {
    Point water = bench.add(5, "water", Access.RW, WATER);
    bench.listen();
    bench.chip.pulse(23, 5);
    bench.driver.write(water, 70_000, null);
    assertThat(bench.read(water)).isEqualTo(70_000L);
    bench.chip.pulse(23, 1);
    assertThat(bench.read(water)).isEqualTo(70_001L);
  }

  @Test
  void aFrequencyStandsBesideItsCounterOnOneLine() throws Exception {
    Point water = bench.add(5, "water", WATER);
    Point flow = bench.add(6, "flow", Map.of("mode", "frequency", "line", 23));
    bench.listen();
    assertThat(bench.chip.calls()).containsExactly("open header", "input 23");
    assertThat(bench.read(flow)).isEqualTo(0.0);
    bench.chip.pulse(23, 1);
    bench.read(flow);
    for (int i = 0; i < 10; i++) {
      bench.clock.advance(Duration.ofMillis(40));
      bench.chip.pulse(23, 1);
    }
    assertThat((Double) bench.read(flow)).isCloseTo(25.0, within(1e-9));
    assertThat(bench.read(water)).isEqualTo(11L);
    bench.clock.advance(Duration.ofSeconds(2));
    assertThat((Double) bench.read(flow)).isCloseTo(0.5, within(1e-9));
    bench.clock.advance(Duration.ofSeconds(60));
    assertThat(bench.read(flow)).isEqualTo(0.0);
    bench.remove(water);
    bench.listen();
    assertThat(bench.chip.calls()).as("the frequency still needs the line").isEmpty();
    bench.remove(flow);
    bench.listen();
    assertThat(bench.chip.calls()).containsExactly("release 23");
  }

  @Test
  void aFrequencyWithOtherSettingsThanItsCounterIsRefused() throws Exception {
    bench.add(5, "water", WATER);
    Point flow = bench.add(6, "flow", Map.of("mode", "frequency", "line", 23, "pull", "up"));
    bench.listen();
    assertThatThrownBy(() -> bench.read(flow))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "The counter and the frequency of line 23 differ in pull, edge, debounce or"
                + " active-low; make these the same");
  }
}
