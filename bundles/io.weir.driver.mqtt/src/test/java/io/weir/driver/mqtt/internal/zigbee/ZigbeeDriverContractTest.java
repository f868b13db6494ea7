package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What every driver must do, against a real zigbee2mqtt with a virtual radio. */
class ZigbeeDriverContractTest extends DriverContract {
  private static final String LAMP = "0x00158d00a000000c";

  @TempDir private static Path folder;
  private static @Nullable Mosquitto broker;
  private static @Nullable Zigbee2Mqtt bridge;

  @BeforeAll
  static void start() throws Exception {
    Mosquitto started = new Mosquitto(folder).start();
    broker = started;
    Zigbee2Mqtt running = Zigbee2Mqtt.seeded(folder, started).start();
    bridge = running;
    running.report(LAMP, "genLevelCtrl", "{\"currentLevel\":99}");
  }

  @AfterAll
  static void stop() throws Exception {
    if (bridge != null) {
      bridge.kill();
    }
    if (broker != null) {
      broker.kill();
    }
  }

  @Override
  protected Driver reachable() {
    return driver(broker == null ? 1 : broker.port);
  }

  @Override
  protected Driver unreachable() {
    return driver(Mosquitto.freePort());
  }

  private static Driver driver(int port) {
    return new ZigbeeDriver(
        new FakeClock(), new FakeStatusBoard(), Bench.settings(port, Map.of("timeout.ms", 30_000)));
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("ieee", LAMP, "property", "brightness");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {Double.doubleToRawLongBits(100), Double.doubleToRawLongBits(17)};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("ieee", LAMP, "property", "linkquality");
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("ieee", LAMP, "property", "nonsense");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("property", "state"), "address/ieee",
        Map.of("ieee", "lamp", "property", "state"), "address/ieee",
        Map.of("ieee", LAMP), "address/property",
        Map.of("ieee", LAMP, "property", "a//b"), "address/property",
        Map.of("ieee", LAMP, "property", "$other"), "address/property",
        Map.of("ieee", LAMP, "property", "state", "type", "bool"), "address/type",
        Map.of("ieee", LAMP, "property", "state", "unit", 1L), "address/unit",
        Map.of("bridge", false, "property", "state"), "address/bridge",
        Map.of("bridge", true, "property", "nonsense"), "address/property",
        Map.of("bridge", true, "ieee", LAMP, "property", "state"), "address/ieee");
  }
}
