package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Point;
import io.weir.api.model.Batch;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputTest {
  private final Bench bench = new Bench();

  @Test
  void thePresentLevelComesFirstAndThenEachEdgeAtItsTime() throws Exception {
    bench.chip.move(17, true, 0);
    bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    assertThat(bench.wakes).hasPositiveValue();
    assertThat(bench.take()).containsExactly("5@1000000=1");
    bench.clock.advance(Duration.ofMillis(10));
    bench.chip.move(17, false, 2_000);
    bench.chip.move(17, true, 500);
    assertThat(bench.take()).containsExactly("5@1008000=0", "5@1009500=1");
    assertThat(bench.take()).isEmpty();
    assertThat(bench.counter("edges")).isEqualTo(2);
  }

  @Test
  void eachEdgeWakesTheBus() throws Exception {
    bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    int before = bench.wakes.get();
    bench.chip.move(17, true, 0);
    assertThat(bench.wakes.get()).isEqualTo(before + 1);
  }

  @Test
  void theLineIsRequestedAsTheAddressSays() throws Exception {
    bench.add(5, "door", Map.of("line", 4, "pull", "up", "active-low", true, "debounce", "5ms"));
    bench.listen();
    assertThat(bench.chip.setup(4))
        .isEqualTo(
            new LineSetup(
                4,
                false,
                true,
                Pull.UP,
                Drive.PUSH_PULL,
                Edge.BOTH,
                5_000,
                false,
                "weir panel/door"));
  }

  @Test
  void aFullQueueGivesABadRowThenTheLevelAndCountsWhatItDropped() throws Exception {
    bench.add(5, "door", Map.of("line", 17));
    bench.add(6, "window", Map.of("line", 18));
    bench.listen();
    bench.take();
    bench.chip.move(18, true, 0);
    for (int i = 0; i < 18; i++) {
      bench.clock.advance(Duration.ofMillis(1));
      bench.chip.move(17, i % 2 == 0, 0);
    }
    assertThat(bench.counter("dropped")).isEqualTo(3);
    assertThat(bench.take())
        .hasSize(18)
        .startsWith("6@1000000=1", "5@1001000=1")
        .endsWith("5@1015000=1", "5@1016000=bad/device", "5@1018000=0");
    bench.chip.move(17, true, 40);
    assertThat(bench.take()).as("times never go back").containsExactly("5@1018000=1");
  }

  @Test
  void anEdgeThatTheKernelLostGivesABadRowThenTheLevel() throws Exception {
    bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    bench.take();
    bench.chip.move(17, true, 0);
    bench.chip.lose(17, 2);
    bench.chip.move(17, true, 0);
    assertThat(bench.take())
        .containsExactly("5@1000000=1", "5@1000000=1", "5@1000000=bad/device", "5@1000000=1");
    assertThat(bench.counter("lost")).isEqualTo(2);
  }

  @Test
  void timesOfAConnectionNeverGoBack() throws Exception {
    bench.add(5, "door", Map.of("line", 17));
    bench.add(6, "window", Map.of("line", 18));
    bench.listen();
    bench.take();
    bench.clock.advance(Duration.ofMillis(10));
    bench.chip.move(17, true, 10);
    bench.chip.move(18, true, 30);
    assertThat(bench.take()).containsExactly("5@1009990=1", "6@1009990=1");
  }

  @Test
  void aChannelThatIsNoLongerConfiguredIsSilentAndItsLineIsGivenBack() throws Exception {
    Point door = bench.add(5, "door", Map.of("line", 17));
    bench.add(6, "window", Map.of("line", 18));
    bench.listen();
    bench.take();
    bench.chip.calls();
    bench.remove(door);
    bench.listen();
    assertThat(bench.chip.calls()).containsExactly("release 17");
    bench.chip.move(17, true, 0);
    assertThat(bench.take()).containsExactly("6@1000000=0");
  }

  @Test
  void aNewNumberOfAChannelIsUsed() throws Exception {
    Point door = bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    bench.take();
    bench.remove(door);
    bench.add(9, "door", Map.of("line", 17));
    bench.listen();
    bench.chip.move(17, true, 0);
    assertThat(bench.take()).containsExactly("9@1000000=0", "9@1000000=1");
  }

  @Test
  void polledBesideItsEdges() throws Exception {
    Point door = bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    assertThat(bench.read(door)).isEqualTo(false);
    bench.chip.move(17, true, 0);
    assertThat(bench.read(door)).isEqualTo(true);
  }

  @Test
  void aChipThatGoesIsALostConnectionAndWhatCameBeforeStays() throws Exception {
    Point door = bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    bench.take();
    bench.chip.move(17, true, 0);
    bench.chip.gone("the kernel has taken gpiochip0 away");
    Batch batch = new Batch(4);
    assertThatThrownBy(() -> bench.driver.take(batch))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("the kernel has taken gpiochip0 away");
    assertThat(batch.size()).isEqualTo(1);
    assertThatThrownBy(() -> bench.read(door)).isInstanceOf(ConnectionException.class);
    bench.driver.disconnect();
    assertThatThrownBy(bench::listen)
        .isInstanceOf(ConnectionException.class)
        .hasMessage("the kernel has taken gpiochip0 away");
    bench.chip.gone(null);
    bench.listen();
    assertThat(bench.take()).containsExactly("5@1000000=1");
  }
}
