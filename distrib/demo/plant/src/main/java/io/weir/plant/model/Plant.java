package io.weir.plant.model;

import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The three devices, coupled: the pump moves the boiler's heat and the meter sees both. Time passes
 * when somebody looks. Thread-safe: each call holds the plant's lock, so that what one request
 * reads belongs together.
 */
public final class Plant {
  /** Unit id of the boiler. */
  public static final int BOILER = 1;

  /** Unit id of the energy meter. */
  public static final int METER = 2;

  /** Unit id of the pump. */
  public static final int PUMP = 3;

  private static final double STEP = 0.25; // s
  private static final double LONGEST_CATCH_UP = 3600; // s

  private final LongSupplier nanoTime;
  private final Boiler boiler = new Boiler();
  private final Meter meter = new Meter();
  private final Pump pump = new Pump();
  private final Map<Integer, Unit> units =
      Map.of(
          BOILER, new BoilerUnit(boiler, pump),
          METER, new MeterUnit(meter),
          PUMP, new PumpUnit(pump));
  private long now;

  /**
   * A plant that starts now.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   */
  public Plant(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    now = nanoTime.getAsLong();
    step(STEP);
  }

  /** Unit ids of all devices. */
  public Set<Integer> unitIds() {
    return units.keySet();
  }

  /**
   * What a device shows now.
   *
   * @throws IllegalArgumentException if there is no such device
   */
  public synchronized Registers read(int unitId) {
    catchUp();
    return unit(unitId).registers();
  }

  /**
   * Writes a holding register.
   *
   * @return whether the device lets this register be written
   */
  public synchronized boolean writeRegister(int unitId, int address, int value) {
    catchUp();
    return unit(unitId).writeRegister(address, value);
  }

  /**
   * Switches a coil.
   *
   * @return whether the device lets this coil be written
   */
  public synchronized boolean writeCoil(int unitId, int address, boolean value) {
    catchUp();
    return unit(unitId).writeCoil(address, value);
  }

  private Unit unit(int unitId) {
    @Nullable Unit unit = units.get(unitId);
    if (unit == null) {
      throw new IllegalArgumentException("no device with unit id " + unitId);
    }
    return unit;
  }

  private void catchUp() {
    long time = nanoTime.getAsLong();
    double left = Math.min(LONGEST_CATCH_UP, (time - now) / 1e9);
    now = time;
    while (left > 0) {
      step(Math.min(STEP, left));
      left -= STEP;
    }
  }

  private void step(double seconds) {
    pump.step(seconds);
    boiler.step(seconds, pump.circulation());
    meter.step(seconds, pump.power(), boiler.burning());
  }
}
