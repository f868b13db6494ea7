package io.weir.driver.modbus.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The contract with a peer by one transport. */
abstract class ModbusContract extends DriverContract {
  private static @Nullable PymodbusSlave slave;

  static void start(String transport) throws IOException {
    slave = new PymodbusSlave(transport);
  }

  @AfterAll
  static void stop() throws IOException {
    if (slave != null) {
      slave.close();
    }
  }

  private static Map<String, Object> settings() {
    if (slave == null) {
      throw new IllegalStateException("no slave was started");
    }
    return slave.settings();
  }

  @Override
  protected Driver reachable() {
    return Fixtures.driver(settings());
  }

  /** A name that is not known, a port that is not there: the same for all transports. */
  @Override
  protected Driver unreachable() {
    Map<String, Object> nobody = new HashMap<>(settings());
    nobody.computeIfPresent("host", (key, host) -> "nobody.invalid");
    nobody.computeIfPresent("port.name", (key, path) -> path + "-unplugged");
    return Fixtures.driver(nobody);
  }

  @Override
  protected Map<String, Object> writable() {
    return address(1000, "int32");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {-70_000, 0, 2_147_483_647};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return address(1005, "uint16");
  }

  @Override
  protected Map<String, Object> missing() {
    return address(60_000, "uint16");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("table", "holding", "register", 1, "type", "int16"), "unit",
        Map.of("unit", 1, "register", 1, "type", "int16"), "table",
        Map.of("unit", 1, "table", "holding", "type", "int16"), "register",
        Map.of("unit", 1, "table", "holding", "register", 1), "type",
        Map.of("unit", 1, "table", "holding", "register", 1, "type", "string"), "length");
  }

  private static Map<String, Object> address(int register, String type) {
    return Map.of("unit", 1, "table", "holding", "register", register, "type", type);
  }
}
