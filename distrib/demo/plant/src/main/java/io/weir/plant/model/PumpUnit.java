package io.weir.plant.model;

/**
 * The pump drive's register map.
 *
 * <pre>
 * input 0    speed             uint16  rpm
 * input 1    flow              uint16  0.01 m3/h
 * input 2    head              uint16  0.1 m
 * input 3    power             uint16  W
 * input 4    hours run         uint32  0.01 h, low word first
 * input 6    state             0 stopped, 1 ramping, 2 running
 * input 7    motor temperature int16   0.1 degC
 * holding 0  speed setpoint    uint16  0.1 %, written within 0 to 100
 * coil 0     run
 * </pre>
 */
final class PumpUnit implements Unit {
  private final Pump pump;
  private final Noise noise = new Noise(3);

  PumpUnit(Pump pump) {
    this.pump = pump;
  }

  @Override
  public Registers registers() {
    boolean turning = pump.rpm() > 10;
    Words input =
        new Words(8)
            .uint16(0, turning ? noise.on(pump.rpm(), 2) : 0)
            .uint16(1, turning ? 100 * noise.on(pump.flow(), 0.01) : 0)
            .uint16(2, 10 * pump.head())
            .uint16(3, noise.on(pump.power(), 1))
            .uint32LowFirst(4, (long) (100 * pump.hours()))
            .uint16(6, pump.state().ordinal())
            .int16(7, 10 * noise.on(pump.motorTemperature(), 0.05));
    return new Registers(
        new Words(1).uint16(0, 10 * pump.speedPercent()).toArray(),
        input.toArray(),
        new boolean[] {pump.running()},
        new boolean[0]);
  }

  @Override
  public boolean writeRegister(int address, int value) {
    if (address != 0) {
      return false;
    }
    pump.setSpeedPercent((value & 0xFFFF) / 10.0);
    return true;
  }

  @Override
  public boolean writeCoil(int address, boolean value) {
    if (address != 0) {
      return false;
    }
    pump.setRunning(value);
    return true;
  }
}
