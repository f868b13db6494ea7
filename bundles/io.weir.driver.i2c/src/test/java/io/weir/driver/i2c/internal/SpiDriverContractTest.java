package io.weir.driver.i2c.internal;

import io.weir.api.driver.Driver;
import io.weir.api.driver.RejectedException;
import io.weir.testing.DriverContract;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.util.Map;

/** The peer is simulated: an MCP3008 at the first chip select, and no other one. */
class SpiDriverContractTest extends DriverContract {
  private static final class OnePart implements SpiBus {
    @Override
    public byte[] transfer(int chipSelect, int mode, byte[] bytes) throws IOException {
      if (chipSelect != 0) {
        throw new RejectedException("this machine has no /dev/spidev0." + chipSelect, 2, true);
      }
      return new byte[] {0, 2, 0};
    }

    @Override
    public void close() {}
  }

  @Override
  protected Driver reachable() {
    return Fixtures.spi(new OnePart());
  }

  /** The real thing: there is no bus of this number anywhere. */
  @Override
  protected Driver unreachable() {
    Map<String, Object> settings = Map.of("bus", 15);
    return new SpiDriver(WrittenConfig.of(SpiConfig.class, settings), settings);
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("chip-select", 0, "part", "mcp3008", "measure", "voltage-0");
  }

  @Override
  protected long[] writableValues() {
    return new long[0];
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("chip-select", 0, "part", "mcp3008", "measure", "voltage-7");
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("chip-select", 1, "part", "max31855", "measure", "temperature");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("part", "mcp3008", "measure", "voltage-0"), "chip-select",
        Map.of("chip-select", 16, "part", "mcp3008", "measure", "voltage-0"), "chip-select",
        Map.of("chip-select", 0, "measure", "voltage-0"), "part",
        Map.of("chip-select", 0, "part", "max31855", "measure", "voltage-0"), "measure",
        Map.of("chip-select", 0, "part", "max31865", "measure", "fault", "wires", 5), "wires");
  }
}
