package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final Bench bench = new Bench();

  private Point output(int number, int line, Object safe) {
    return bench.add(
        number, "relay" + line, Access.RW, Map.of("mode", "output", "line", line, "safe", safe));
  }

  @Test
  void safeFromTheFirstMomentOnBeforeAnyInputIsTouched() throws Exception {
    bench.add(5, "door", Map.of("line", 17));
    output(6, 27, 1);
    output(7, 22, 0);
    bench.listen();
    assertThat(bench.chip.calls())
        .containsExactly("open header", "output 27 1", "output 22 0", "input 17");
  }

  @Test
  void writtenAndReadBack() throws Exception {
    Point relay = output(6, 27, 0);
    bench.listen();
    assertThat(bench.read(relay)).isEqualTo(false);
    bench.driver.write(relay, 1, null);
    assertThat(bench.read(relay)).isEqualTo(true);
    assertThat(bench.chip.level(27)).isTrue();
  }

  @Test
  void safeWhenTheConnectionIsClosed() throws Exception {
    Point relay = output(6, 27, 0);
    Point pump = output(7, 22, 1);
    bench.listen();
    bench.driver.write(relay, 1, null);
    bench.driver.write(pump, 0, null);
    bench.chip.calls();
    bench.driver.disconnect();
    assertThat(bench.chip.calls())
        .containsExactlyInAnyOrder("set 27 0", "release 27", "set 22 1", "release 22", "close")
        .containsSubsequence("set 27 0", "release 27", "close")
        .containsSubsequence("set 22 1", "release 22", "close");
  }

  @Test
  void safeWhenTheComponentEnds() throws Exception {
    Point relay = output(6, 27, 0);
    bench.listen();
    bench.driver.write(relay, 1, null);
    bench.driver.deactivate();
    assertThat(bench.chip.level(27)).isFalse();
    assertThat(bench.board.has("gpio/pi")).isFalse();
  }

  @Test
  void safeWhenItsChannelIsNoLongerConfigured() throws Exception {
    Point relay = output(6, 27, 0);
    Point pump = output(7, 22, 0);
    bench.listen();
    bench.driver.write(relay, 1, null);
    bench.driver.write(pump, 1, null);
    bench.chip.calls();
    bench.remove(relay);
    bench.listen();
    assertThat(bench.chip.calls()).containsExactly("set 27 0", "release 27");
    assertThat(bench.chip.level(22)).as("the other one goes on").isTrue();
  }

  @Test
  void aChangeOfItsSafeStateAppliesAtOnce() throws Exception {
    Point before = output(6, 27, 0);
    bench.listen();
    bench.driver.write(before, 1, null);
    bench.chip.calls();
    bench.remove(before);
    output(6, 27, 1);
    bench.listen();
    assertThat(bench.chip.calls()).containsExactly("set 27 0", "release 27", "output 27 1");
  }

  @Test
  void keepLeavesTheLevelAtTheStartAndAtTheEnd() throws Exception {
    Point relay = output(6, 27, "keep");
    bench.listen();
    assertThat(bench.chip.calls()).containsExactly("open header", "output 27");
    bench.driver.write(relay, 1, null);
    bench.driver.disconnect();
    assertThat(bench.chip.calls()).containsExactly("set 27 1", "release 27", "close");
    assertThat(bench.chip.level(27)).isTrue();
  }

  @Test
  void aChipThatIsGoneIsClosedWithoutAnError() throws Exception {
    output(6, 27, 0);
    bench.listen();
    bench.chip.gone("gone");
    bench.driver.disconnect();
    assertThat(bench.chip.calls()).endsWith("release 27", "close");
  }

  @Test
  void aPwmStartsSafeIsWrittenAndEndsSafe() throws Exception {
    Point fan =
        bench.add(
            6,
            "fan",
            Access.RW,
            Map.of("mode", "pwm", "pwm", 1, "frequency", 25_000, "safe", 30, "active-low", true));
    bench.listen();
    assertThat(bench.pwm.calls()).containsExactly("open 1 at 25000 Hz inverted 30.0");
    assertThat(bench.read(fan)).isEqualTo(30.0);
    bench.driver.write(fan, Double.doubleToRawLongBits(62.5), null);
    assertThat(bench.read(fan)).isEqualTo(62.5);
    bench.driver.disconnect();
    assertThat(bench.pwm.calls()).containsExactly("duty 62.5", "duty 30.0");
  }

  @Test
  void aPwmThatKeepsIsLeftAlone() throws Exception {
    Point fan =
        bench.add(
            6, "fan", Access.RW, Map.of("mode", "pwm", "pwm", 0, "frequency", 50, "safe", "keep"));
    bench.listen();
    assertThat(bench.read(fan)).isEqualTo(37.5);
    bench.driver.disconnect();
    assertThat(bench.pwm.calls()).containsExactly("open 0 at 50 Hz null");
  }

  @Test
  void aDutyOutsideOfItsRangeIsRefused() throws Exception {
    Point fan = bench.add(6, "fan", Access.RW, Map.of("mode", "pwm", "pwm", 0, "frequency", 50));
    bench.listen();
    for (double duty : new double[] {-0.1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> bench.driver.write(fan, Double.doubleToRawLongBits(duty), null))
          .isInstanceOf(RejectedException.class)
          .hasMessage("A duty of " + duty + " % is not from 0 to 100");
    }
    assertThat(bench.read(fan)).isEqualTo(0.0);
  }
}
