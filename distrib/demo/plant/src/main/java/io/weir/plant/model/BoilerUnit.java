package io.weir.plant.model;

/**
 * The boiler's register map.
 *
 * <pre>
 * input 0    flow temperature    int16   0.1 degC
 * input 1    return temperature  int16   0.1 degC
 * input 2    pressure            uint16  0.01 bar
 * input 3    burner power        uint16  0.1 %
 * input 4    faults              bit 0 limiter tripped, bit 1 overheating, bit 2 no circulation
 * input 5    outdoor temperature int16   0.1 degC
 * holding 0  flow setpoint       int16   0.1 degC, written within 40 to 90
 * holding 10 serial number       16 ASCII characters
 * coil 0     gas valve
 * coil 1     bypass valve
 * discrete 0 burner on
 * </pre>
 */
final class BoilerUnit implements Unit {
  private static final String SERIAL = "TK45-2023-001187";

  private final Boiler boiler;
  private final Pump pump;
  private final Noise noise = new Noise(1);

  BoilerUnit(Boiler boiler, Pump pump) {
    this.boiler = boiler;
    this.pump = pump;
  }

  @Override
  public Registers registers() {
    Words input =
        new Words(6)
            .int16(0, 10 * noise.on(boiler.flowTemperature(), 0.05))
            .int16(1, 10 * noise.on(boiler.returnTemperature(), 0.05))
            .uint16(2, 100 * noise.on(boiler.pressure(), 0.003))
            .uint16(3, 10 * boiler.burnerPercent())
            .uint16(4, faults())
            .int16(5, 10 * noise.on(boiler.outdoorTemperature(), 0.03));
    Words holding = new Words(18).int16(0, 10 * boiler.setpoint()).ascii(10, 8, SERIAL);
    return new Registers(
        holding.toArray(),
        input.toArray(),
        new boolean[] {boiler.gasValve(), boiler.bypassValve()},
        new boolean[] {boiler.burning()});
  }

  private int faults() {
    int faults = boiler.limiterTripped() ? 1 : 0;
    faults |= boiler.overheating() ? 2 : 0;
    faults |= pump.circulation() < 0.05 ? 4 : 0;
    return faults;
  }

  @Override
  public boolean writeRegister(int address, int value) {
    if (address != 0) {
      return false;
    }
    boiler.setSetpoint((short) value / 10.0);
    return true;
  }

  @Override
  public boolean writeCoil(int address, boolean value) {
    switch (address) {
      case 0 -> boiler.setGasValve(value);
      case 1 -> boiler.setBypassValve(value);
      default -> {
        return false;
      }
    }
    return true;
  }
}
