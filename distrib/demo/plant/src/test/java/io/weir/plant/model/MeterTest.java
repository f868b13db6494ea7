package io.weir.plant.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final Meter meter = new Meter();

  @Test
  void valuesStayWithinWhatAMeterSees() {
    for (int second = 0; second < 1200; second++) {
      meter.step(1, 100, second % 2 == 0);
      assertThat(meter.frequency()).isBetween(49.9, 50.1);
      for (int phase = 0; phase < Meter.PHASES; phase++) {
        assertThat(meter.voltage(phase)).isBetween(225.0, 235.0);
        assertThat(meter.current(phase)).isBetween(2.5, 16.0);
      }
    }
  }

  @Test
  void energyIsPowerOverTime() {
    double before = meter.activeEnergy();
    double wattSeconds = 0;
    for (int second = 0; second < 600; second++) {
      meter.step(1, 100, true);
      wattSeconds += 1000 * meter.totalPower();
    }
    assertThat(meter.activeEnergy() - before).isCloseTo(wattSeconds / 3600, Offset.offset(0.001));
    assertThat(meter.reactiveEnergy()).isGreaterThan(17_499_220);
  }

  @Test
  void thePumpHangsOnTheFirstPhase() {
    Meter idle = new Meter();
    meter.step(1, 460, true);
    idle.step(1, 0, false);
    assertThat(meter.power(0) - idle.power(0)).isCloseTo(0.6, Offset.offset(0.02));
    assertThat(meter.power(2)).isEqualTo(idle.power(2));
  }

  @Test
  void theCompressorSwitches() {
    meter.step(1, 0, false);
    double on = meter.current(1);
    for (int second = 0; second < 50; second++) {
      meter.step(1, 0, false);
    }
    assertThat(on - meter.current(1)).isGreaterThan(5);
  }
}
