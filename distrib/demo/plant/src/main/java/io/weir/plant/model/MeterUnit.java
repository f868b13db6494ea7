package io.weir.plant.model;

/**
 * The energy meter's register map: everything in holding registers, high word first, spread over
 * the address space as meters have it. Nothing can be written.
 *
 * <pre>
 * holding 3000 3002 3004  current of phases 1 to 3       float32 A
 * holding 3028 3030 3032  voltage of phases 1 to 3       float32 V
 * holding 3054 3056 3058  active power of phases 1 to 3  float32 kW
 * holding 3060            active power                   float32 kW
 * holding 3084            power factor                   float32
 * holding 3110            frequency                      float32 Hz
 * holding 3204            active energy                  int64   Wh
 * holding 3208            reactive energy                int64   varh
 * </pre>
 */
final class MeterUnit implements Unit {
  private final Meter meter;

  MeterUnit(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Registers registers() {
    Words holding = new Words(3212);
    for (int phase = 0; phase < Meter.PHASES; phase++) {
      holding
          .float32(3000 + 2 * phase, meter.current(phase))
          .float32(3028 + 2 * phase, meter.voltage(phase))
          .float32(3054 + 2 * phase, meter.power(phase));
    }
    holding
        .float32(3060, meter.totalPower())
        .float32(3084, meter.powerFactor())
        .float32(3110, meter.frequency())
        .int64(3204, Math.floor(meter.activeEnergy()))
        .int64(3208, Math.floor(meter.reactiveEnergy()));
    return new Registers(holding.toArray(), new short[0], new boolean[0], new boolean[0]);
  }

  @Override
  public boolean writeRegister(int address, int value) {
    return false;
  }

  @Override
  public boolean writeCoil(int address, boolean value) {
    return false;
  }
}
