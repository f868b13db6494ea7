package io.weir.driver.modbus.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ModbusDriverContractTest extends DriverContract {
  private static PymodbusSlave slave;

  @BeforeAll
  static void start() throws IOException {
    slave = new PymodbusSlave();
  }

  @AfterAll
  static void stop() throws IOException {
    slave.close();
  }

  @Override
  protected Driver reachable() {
    return Fixtures.driver(slave.port(), 30_000);
  }

  @Override
  protected Driver unreachable() {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Fixtures.driver(gone.getLocalPort(), 30_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
