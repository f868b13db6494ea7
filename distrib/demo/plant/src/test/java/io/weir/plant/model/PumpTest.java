package io.weir.plant.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PumpTest {
  private final Pump pump = new Pump();

  private void run(double seconds) {
    for (double t = 0; t < seconds; t += 0.25) {
      pump.step(0.25);
    }
  }

  @Test
  void rampsToItsSetpoint() {
    run(1);
    assertThat(pump.state()).isEqualTo(Pump.State.RAMPING);
    run(20);
    assertThat(pump.state()).isEqualTo(Pump.State.RUNNING);
    assertThat(pump.rpm()).isCloseTo(1740, Offset.offset(5.0));
    assertThat(pump.flow()).isCloseTo(3.6, Offset.offset(0.02));
  }

  @Test
  void followsTheSetpointWithinItsLimits() {
    pump.setSpeedPercent(140);
    run(30);
    assertThat(pump.speedPercent()).isEqualTo(100);
    assertThat(pump.rpm()).isCloseTo(2900, Offset.offset(5.0));
    assertThat(pump.motorTemperature()).isGreaterThan(30);
  }

  @Test
  void stopsWhenToldAndCountsOnlyRunningHours() {
    run(36);
    double before = pump.hours();
    run(36);
    assertThat(pump.hours() - before).isCloseTo(0.01, Offset.offset(1e-6));
    pump.setRunning(false);
    run(40);
    assertThat(pump.state()).isEqualTo(Pump.State.STOPPED);
    double stopped = pump.hours();
    run(60);
    assertThat(pump.hours()).isEqualTo(stopped);
  }
}
