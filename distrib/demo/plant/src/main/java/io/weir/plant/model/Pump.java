package io.weir.plant.model;

/**
 * A circulation pump with a speed drive: speed follows its setpoint with a lag of three seconds.
 */
final class Pump {
  private static final double FULL_SPEED = 2900; // rpm
  private static final double FULL_FLOW = 6; // m3/h
  private static final double SPEED_LAG = 3; // s
  private static final double WARMING_LAG = 120; // s

  private double percent = 60;
  private boolean run = true;
  private double rpm;
  private double motorTemperature = 24;
  private double runSeconds = 81_234.5 * 3600;

  /** What the drive says it is doing; the ordinal is the code on the bus. */
  enum State {
    STOPPED,
    RAMPING,
    RUNNING
  }

  void step(double seconds) {
    rpm += (targetRpm() - rpm) * Math.min(1, seconds / SPEED_LAG);
    double warm = 22 + 38 * circulation() * circulation();
    motorTemperature += (warm - motorTemperature) * Math.min(1, seconds / WARMING_LAG);
    if (rpm > 10) {
      runSeconds += seconds;
    }
  }

  private double targetRpm() {
    return run ? FULL_SPEED * percent / 100 : 0;
  }

  State state() {
    if (Math.abs(targetRpm() - rpm) > 30) {
      return State.RAMPING;
    }
    return run && percent > 0 ? State.RUNNING : State.STOPPED;
  }

  double rpm() {
    return rpm;
  }

  /** The flow as a part of full flow, 0 to 1. */
  double circulation() {
    return rpm / FULL_SPEED;
  }

  /** Flow in cubic metres an hour. */
  double flow() {
    return FULL_FLOW * circulation();
  }

  /** Head in metres; the square of the speed. */
  double head() {
    return 8 * circulation() * circulation();
  }

  /** Electrical power in watts; the cube of the speed, and the drive's own. */
  double power() {
    return 12 + 450 * Math.pow(circulation(), 3);
  }

  double motorTemperature() {
    return motorTemperature;
  }

  double hours() {
    return runSeconds / 3600;
  }

  double speedPercent() {
    return percent;
  }

  void setSpeedPercent(double value) {
    percent = Math.max(0, Math.min(100, value));
  }

  boolean running() {
    return run;
  }

  void setRunning(boolean on) {
    run = on;
  }
}
