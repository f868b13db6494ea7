package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people get wrong; the other lines go on. */
class TroubleTest {
  private final Bench bench = new Bench();

  @Test
  void aLineThatAnotherProgramHoldsIsSaidAndTakenOnceItIsFree() throws Exception {
    bench.chip.held(17, "fan_control");
    Point door = bench.add(5, "door", Map.of("line", 17));
    Point window = bench.add(6, "window", Map.of("line", 18));
    bench.listen();
    assertThat(bench.status()).isEqualTo("DEGRADED Line 17 is held by 'fan_control' (panel/door)");
    assertThat(bench.counter("failing")).isEqualTo(1);
    assertThat(bench.take()).containsExactly("6@1000000=0");
    assertThat(bench.read(window)).isEqualTo(false);
    assertThatThrownBy(() -> bench.read(door))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> {
              assertThat(e).hasMessage("Line 17 is held by 'fan_control'");
              assertThat(e.code()).isEqualTo(16);
              assertThat(e.isAddressFault()).as("it is tried again with each poll").isFalse();
            });
    bench.chip.held(17, null);
    assertThat(bench.read(door)).isEqualTo(false);
    assertThat(bench.status()).isEqualTo("OK ");
    bench.take();
    bench.chip.move(17, true, 0);
    assertThat(bench.take()).as("it tells its edges now").containsExactly("5@1000000=1");
  }

  @Test
  void ofABlockTheLineThatFailsCanBeFound() throws Exception {
    bench.chip.held(17, "fan_control");
    Point door = bench.add(5, "door", Map.of("line", 17));
    Point window = bench.add(6, "window", Map.of("line", 18));
    bench.listen();
    Block both =
        new Block("lines", 17, 2, List.of(new Block.Entry(5, door), new Block.Entry(6, window)));
    assertThatThrownBy(() -> bench.driver.read(both, new Batch(2)))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.isAddressFault()).isTrue());
  }

  @Test
  void aLineThatIsUsedTwiceIsTheFirstOnes() throws Exception {
    Point door = bench.add(5, "door", Map.of("line", 17));
    Point bell = bench.add(6, "bell", Map.of("line", 17, "mode", "counter"));
    bench.listen();
    assertThat(bench.read(door)).isEqualTo(false);
    assertThatThrownBy(() -> bench.read(bell))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "line 17 is used twice, by panel/door (input) and panel/bell (counter); give one of"
                + " them another");
    assertThat(bench.status()).startsWith("DEGRADED line 17 is used twice");
  }

  @Test
  void anOutputIsNotTakenByASecondChannel() throws Exception {
    bench.add(5, "pump", Access.RW, Map.of("line", 17, "mode", "output", "safe", 1));
    Point other = bench.add(6, "valve", Access.RW, Map.of("line", 17, "mode", "output", "safe", 0));
    bench.listen();
    assertThatThrownBy(() -> bench.driver.write(other, 0, null))
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith("line 17 is used twice");
    assertThat(bench.chip.level(17)).isTrue();
  }

  @Test
  void aPwmIsNoLine() throws Exception {
    bench.add(5, "pump", Access.RW, Map.of("line", 1, "mode", "output"));
    Point fan = bench.add(6, "fan", Access.RW, Map.of("mode", "pwm", "pwm", 1, "frequency", 50));
    bench.listen();
    assertThat(bench.read(fan)).isEqualTo(0.0);
  }

  @Test
  void aChipThatIsNotThereIsAConnectionThatCannotBeMade() {
    bench.chip.gone("There is no GPIO chip 'gpiochip9'; there is [gpiochip0 (x, 54 lines)]");
    assertThatThrownBy(() -> bench.driver.connect())
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("There is no GPIO chip 'gpiochip9'");
  }

  @Test
  void whatIsNoWritingIsSaid() throws Exception {
    Point door = bench.add(5, "door", Map.of("line", 17));
    bench.listen();
    assertThatThrownBy(() -> bench.driver.write(door, 1, null))
        .isInstanceOf(RejectedException.class)
        .hasMessage("An input cannot be written");
  }

  @Test
  void settingsThatCannotBeUsedAreNamed() {
    assertRefused(Bench.config(" ", 0, 16), "chip");
    assertRefused(Bench.config("header", 0, 15), "queue");
    assertRefused(Bench.config("header", 0, 65_537), "queue");
    assertThatThrownBy(
            () ->
                new GpioDriver(bench.clock, bench.board, Bench.config("header", 256, 16), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("pwm.chip: '256' cannot be used; use a number from 0 to 255");
  }

  private void assertRefused(GpioConfig config, String field) {
    assertThatThrownBy(
            () ->
                new GpioDriver(
                    bench.clock,
                    bench.board,
                    config,
                    "io.weir.driver.gpio~x",
                    bench.chip,
                    bench.pwm))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
