package io.weir.driver.onewire.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class OneWireDriverContractTest extends DriverContract {
  @TempDir static Path root;

  @BeforeEach
  void fill() {
    new FakeBus(root);
  }

  @Override
  protected Driver reachable() {
    return new FakeBus(root).driver(Map.of("timeout.ms", 60_000));
  }

  @Override
  protected Driver unreachable() {
    return new FakeBus(root).driver(Map.of("master", 2));
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("sensor", FakeBus.B20, "measure", "resolution");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {9, 12};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("sensor", FakeBus.B20, "measure", "alarm-high");
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("sensor", FakeBus.S20, "measure", "resolution");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("measure", "resolution"), "sensor",
        Map.of("sensor", FakeBus.B20), "measure",
        Map.of("sensor", "28-0316", "measure", "resolution"), "sensor",
        Map.of("sensor", "00-400000000000", "measure", "resolution"), "sensor",
        Map.of("sensor", "../28-0316a2794cff", "measure", "resolution"), "sensor",
        Map.of("sensor", FakeBus.B20, "measure", "humidity"), "measure",
        Map.of("sensor", FakeBus.B20, "measure", "temperature"), "access",
        Map.of("sensor", FakeBus.B20, "measure", "resolution", "unit", 1), "unit");
  }
}
