package io.weir.driver.i2c.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import io.weir.testing.WrittenConfig;
import java.util.Map;

/** Peers are simulated at the level of registers; there is no bus on a build machine. */
class I2cDriverContractTest extends DriverContract {
  @Override
  protected Driver reachable() {
    FakeI2cBus bus = new FakeI2cBus();
    bus.parts.put(0x20, new FakeMcp23017());
    bus.parts.put(0x76, FakeBosch.bmp280());
    return Fixtures.i2c(bus);
  }

  /** The real thing: there is no bus of this number anywhere. */
  @Override
  protected Driver unreachable() {
    Map<String, Object> settings = Map.of("bus", 255);
    return new I2cDriver(WrittenConfig.of(I2cConfig.class, settings), settings);
  }

  @Override
  protected Map<String, Object> writable() {
    return Fixtures.at(0x20, "mcp23017", "measure", "pin-a0");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {1, 0, 1};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Fixtures.at(0x20, "mcp23017", "measure", "pin-b7", "safe", "on");
  }

  @Override
  protected Map<String, Object> missing() {
    return Fixtures.at(0x76, "bme280", "measure", "humidity");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("address", 0x76, "measure", "pressure"), "part",
        Map.of("part", "bme280", "measure", "pressure"), "address",
        Fixtures.at(0x75, "bme280", "measure", "pressure"), "address",
        Fixtures.at(0x76, "bme280"), "measure",
        Fixtures.at(0x76, "bme280", "measure", "pressure"), "access",
        Fixtures.at(0x76, "bmp280", "measure", "humidity"), "measure",
        Fixtures.at(0x20, "mcp23017", "measure", "pin-a0", "safe", "maybe"), "safe",
        Fixtures.at(0x20, "mcp23017", "measure", "pin-a0", "pull-up", "yes"), "pull-up",
        Fixtures.at(0x48, "ads1115", "measure", "voltage-0", "gain", 3), "gain",
        Fixtures.at(0x40, "ina219", "measure", "current", "shunt", 1), "shunt");
  }
}
