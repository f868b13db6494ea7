package io.weir.plant.model;

/**
 * A gas boiler heating one well-mixed body of water: {@code C dT/dt = burner - load - bypass}.
 *
 * <p>Its modulating gas actuator has a fault: every four minutes, the first time a minute after
 * start, it sticks at full fire for two minutes and the flow temperature runs away. Opening the
 * bypass valve takes the heat away, closing the gas valve stops it; with neither the safety limiter
 * trips at 100 degrees and holds the burner off until the water is cool again.
 */
final class Boiler {
  static final double SETPOINT_MIN = 40;
  static final double SETPOINT_MAX = 90;

  private static final double ROOM = 20;
  private static final double HEAT_CAPACITY = 30; // kJ/K
  private static final double FULL_FIRE = 45; // kW
  private static final double LOWEST_FIRE = 8; // kW
  private static final double CONTROL_GAIN = 3; // kW/K
  private static final double LOAD = 0.5; // kW/K with full circulation
  private static final double STANDING_LOSS = 0.05; // kW/K
  private static final double BYPASS = 0.75; // kW/K
  private static final double RETURN_LAG = 20; // s
  private static final double LIMITER_TRIPS = 100;
  private static final double LIMITER_RESETS = 75;

  private static final double FAULT_PERIOD = 240; // s
  private static final double FAULT_STARTS = 60;
  private static final double FAULT_ENDS = 180;

  private double time;
  private double flow = 65;
  private double returned = 52;
  private double burner;
  private double setpoint = 70;
  private boolean gasValve = true;
  private boolean bypassValve;
  private boolean limiterTripped;

  /**
   * Lets time pass.
   *
   * @param seconds how long, short against the minute the water needs
   * @param circulation the circulating flow, 0 to 1 of the pump's full flow
   */
  void step(double seconds, double circulation) {
    time += seconds;
    burner = firing();
    double load = STANDING_LOSS + (LOAD - STANDING_LOSS) * Math.min(1, circulation / 0.6);
    double taken = (load + (bypassValve ? BYPASS : 0)) * (flow - ROOM);
    flow += (burner - taken) / HEAT_CAPACITY * seconds;
    double spread = 0.3 * (flow - ROOM) * load / LOAD;
    returned += (flow - spread - returned) * Math.min(1, seconds / RETURN_LAG);
    if (flow >= LIMITER_TRIPS) {
      limiterTripped = true;
    } else if (flow < LIMITER_RESETS) {
      limiterTripped = false;
    }
  }

  private double firing() {
    if (!gasValve || limiterTripped) {
      return 0;
    }
    if (actuatorSticks()) {
      return FULL_FIRE;
    }
    double wanted = LOAD * (setpoint - ROOM) + CONTROL_GAIN * (setpoint - flow);
    return wanted < LOWEST_FIRE ? 0 : Math.min(FULL_FIRE, wanted);
  }

  boolean actuatorSticks() {
    double phase = time % FAULT_PERIOD;
    return phase >= FAULT_STARTS && phase < FAULT_ENDS;
  }

  double flowTemperature() {
    return flow;
  }

  double returnTemperature() {
    return returned;
  }

  /** System pressure in bar; the water expands. */
  double pressure() {
    return 1.2 + 0.008 * (flow - ROOM);
  }

  /** Outdoor temperature; below zero on the coldest nights of this short winter. */
  double outdoorTemperature() {
    return 2 + 4 * Math.sin(2 * Math.PI * time / 1800);
  }

  /** Burner power in percent of full fire. */
  double burnerPercent() {
    return 100 * burner / FULL_FIRE;
  }

  boolean burning() {
    return burner > 0;
  }

  boolean limiterTripped() {
    return limiterTripped;
  }

  boolean overheating() {
    return flow > 85;
  }

  double setpoint() {
    return setpoint;
  }

  void setSetpoint(double celsius) {
    setpoint = Math.max(SETPOINT_MIN, Math.min(SETPOINT_MAX, celsius));
  }

  boolean gasValve() {
    return gasValve;
  }

  void setGasValve(boolean open) {
    gasValve = open;
  }

  boolean bypassValve() {
    return bypassValve;
  }

  void setBypassValve(boolean open) {
    bypassValve = open;
  }
}
