package io.weir.driver.host.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class HostDriverContractTest extends DriverContract {
  @TempDir static Path root;

  @BeforeEach
  void fill() {
    new FakePi(root);
  }

  @Override
  protected Driver reachable() {
    return new HostDriver(Map.of(), root);
  }

  @Override
  protected Driver unreachable() {
    return new HostDriver(Map.of(), root.resolve("gone"));
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("measure", "memory-total");
  }

  @Override
  protected long[] writableValues() {
    return new long[0];
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("measure", "memory-available");
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("measure", "network-received", "interface", "eth7");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of(), "measure",
        Map.of("measure", "cpu-colour"), "measure",
        Map.of("measure", "disk-free"), "path",
        Map.of("measure", "disk-free", "path", "var"), "path",
        Map.of("measure", "network-sent"), "interface",
        Map.of("measure", "network-sent", "interface", "../eth0"), "interface",
        Map.of("measure", "cpu-load", "core", -1), "core",
        Map.of("measure", "sensor", "sensor", "rpi_volt"), "sensor",
        Map.of("measure", "uptime", "zone", "x"), "zone");
  }
}
