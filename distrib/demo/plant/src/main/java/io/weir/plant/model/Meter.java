package io.weir.plant.model;

/**
 * A three-phase meter in the plant's feed. Lights and sockets rise and fall over ten minutes, a
 * compressor on the second phase switches, the pump and the burner's fan hang on the first.
 */
final class Meter {
  static final int PHASES = 3;

  private static final double POWER_FACTOR = 0.94;
  private static final double COMPRESSOR_PERIOD = 120; // s
  private static final double COMPRESSOR_ON = 45; // s
  private static final double COMPRESSOR_AMPERES = 8;
  private static final double FAN_WATTS = 140;

  private final Noise noise = new Noise(2);
  private final double[] volts = {230, 230, 230};
  private final double[] amperes = new double[PHASES];
  private double time;
  private double hertz = 50;
  private double activeWattHours = 48_213_907;
  private double reactiveVarHours = 17_499_220;

  /**
   * Lets time pass.
   *
   * @param seconds how long
   * @param pumpWatts what the pump takes
   * @param burning whether the burner's fan runs
   */
  void step(double seconds, double pumpWatts, boolean burning) {
    time += seconds;
    double firstPhase = (pumpWatts + (burning ? FAN_WATTS : 0)) / (230 * POWER_FACTOR);
    double secondPhase = time % COMPRESSOR_PERIOD < COMPRESSOR_ON ? COMPRESSOR_AMPERES : 0;
    double[] machines = {firstPhase, secondPhase, 0};
    for (int phase = 0; phase < PHASES; phase++) {
      double lights = 5 + 2 * Math.sin(2 * Math.PI * (time / 600 + phase / 3.0));
      amperes[phase] = noise.on(lights + machines[phase], 0.02);
      double sway = 1.5 * Math.sin(2 * Math.PI * time / 420 + phase);
      volts[phase] = noise.on(230.4 + sway - 0.15 * amperes[phase], 0.08);
    }
    hertz = noise.on(50 + 0.02 * Math.sin(2 * Math.PI * time / 97), 0.002);
    double wattHours = 1000 * totalPower() * seconds / 3600;
    activeWattHours += wattHours;
    reactiveVarHours += wattHours * Math.tan(Math.acos(POWER_FACTOR));
  }

  double voltage(int phase) {
    return volts[phase];
  }

  double current(int phase) {
    return amperes[phase];
  }

  /** Active power of a phase in kilowatts. */
  double power(int phase) {
    return volts[phase] * amperes[phase] * POWER_FACTOR / 1000;
  }

  /** Active power of all phases in kilowatts. */
  double totalPower() {
    return power(0) + power(1) + power(2);
  }

  double powerFactor() {
    return POWER_FACTOR;
  }

  double frequency() {
    return hertz;
  }

  double activeEnergy() {
    return activeWattHours;
  }

  double reactiveEnergy() {
    return reactiveVarHours;
  }
}
