package io.weir.plant.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoilerTest {
  private static final double CIRCULATION = 0.6;

  private final Boiler boiler = new Boiler();

  private void run(double seconds) {
    for (double t = 0; t < seconds; t += 0.25) {
      boiler.step(0.25, CIRCULATION);
    }
  }

  @Test
  void holdsTheSetpointWhileHealthy() {
    run(55);
    assertThat(boiler.flowTemperature()).isBetween(69.0, 71.0);
    assertThat(boiler.returnTemperature()).isBetween(50.0, 60.0);
    assertThat(boiler.burning()).isTrue();
  }

  @Test
  void followsANewSetpoint() {
    boiler.setSetpoint(50);
    run(58);
    assertThat(boiler.flowTemperature()).isBetween(49.0, 52.0);
  }

  @Test
  void theSetpointIsHeldWithinItsLimits() {
    boiler.setSetpoint(200);
    assertThat(boiler.setpoint()).isEqualTo(Boiler.SETPOINT_MAX);
    boiler.setSetpoint(-3);
    assertThat(boiler.setpoint()).isEqualTo(Boiler.SETPOINT_MIN);
  }

  @Test
  void overheatsWhenTheActuatorSticksUntilTheLimiterTrips() {
    run(100);
    assertThat(boiler.actuatorSticks()).isTrue();
    assertThat(boiler.overheating()).isTrue();
    assertThat(boiler.limiterTripped()).isFalse();
    run(60);
    assertThat(boiler.limiterTripped()).isTrue();
    assertThat(boiler.burning()).isFalse();
  }

  @Test
  void theLimiterLetsGoWhenTheWaterIsCool() {
    run(160);
    assertThat(boiler.limiterTripped()).isTrue();
    run(120);
    assertThat(boiler.limiterTripped()).isFalse();
    assertThat(boiler.flowTemperature()).isBetween(68.0, 72.0);
  }

  @Test
  void theBypassValveTakesTheHeatAway() {
    run(100);
    assertThat(boiler.flowTemperature()).isGreaterThan(85);
    boiler.setBypassValve(true);
    run(20);
    assertThat(boiler.actuatorSticks()).isTrue();
    assertThat(boiler.flowTemperature()).isLessThan(72);
  }

  @Test
  void closingTheGasValveStopsEvenAStuckBurner() {
    run(100);
    boiler.setGasValve(false);
    run(60);
    assertThat(boiler.burnerPercent()).isZero();
    assertThat(boiler.flowTemperature()).isLessThan(60);
  }

  @Test
  void theFaultReturnsEveryFourMinutes() {
    run(241);
    assertThat(boiler.actuatorSticks()).isFalse();
    run(60);
    assertThat(boiler.actuatorSticks()).isTrue();
  }

  @Test
  void withoutCirculationTheHeatStaysInTheBoiler() {
    for (int i = 0; i < 4 * 50; i++) {
      boiler.step(0.25, 0);
    }
    assertThat(boiler.flowTemperature()).isGreaterThan(72);
    assertThat(boiler.pressure()).isGreaterThan(1.6);
  }
}
