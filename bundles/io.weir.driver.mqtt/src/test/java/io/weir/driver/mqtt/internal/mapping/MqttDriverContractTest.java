package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** With a device behind a real broker that says what it was told. */
@Execution(ExecutionMode.SAME_THREAD)
class MqttDriverContractTest extends DriverContract {
  private static final AtomicInteger CLIENTS = new AtomicInteger();

  @TempDir private static Path folder;
  private static Mosquitto broker = new Mosquitto(Path.of("."));
  private static AutoCloseable device = () -> {};

  @BeforeAll
  static void begin() throws Exception {
    broker = new Mosquitto(folder).start();
    device =
        Device.answering(broker.port, "dev/set", "dev/state", "\"{\\\"a\\\":$v,\\\"b\\\":2}\"");
    Device.publish(broker.port, "dev/state", "{\"a\":1,\"b\":2}", "-r");
  }

  @AfterAll
  static void end() throws Exception {
    device.close();
    broker.kill();
  }

  @Override
  protected Driver reachable() {
    return driver(broker.port);
  }

  @Override
  protected Driver unreachable() {
    return driver(Mosquitto.freePort());
  }

  private static Driver driver(int port) {
    return Site.driver(
        new FakeClock(),
        new FakeStatusBoard(),
        Map.of("port", port, "client_id", "contract-" + CLIENTS.incrementAndGet()));
  }

  private static Map<String, Object> address(String pointer) {
    return new HashMap<>(
        Map.of(
            "topic",
            "dev/state",
            "pointer",
            pointer,
            "retained",
            "good",
            "set-topic",
            "dev/set",
            "confirm",
            "10s"));
  }

  @Override
  protected Map<String, Object> writable() {
    return address("/a");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {7, -3_000_000_000L};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return address("/b");
  }

  @Override
  protected Map<String, Object> missing() {
    return address("/gone");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    Map<Map<String, Object>, String> invalid = new HashMap<>();
    with(invalid, "topic", "dev/+/state", "topic");
    with(invalid, "topic", "", "topic");
    with(invalid, "topic", 7, "topic");
    with(invalid, "pointer", "a", "pointer");
    with(invalid, "path", "a", "path");
    with(invalid, "template", "{{ value }}", "template");
    with(invalid, "format", "xml", "format");
    with(invalid, "format", "plain", "format");
    with(invalid, "topic", "${device}/x", "device");
    with(invalid, "topic", "${room}/x", "var-room");
    with(invalid, "qos", 2, "qos");
    with(invalid, "on", "ON", "off");
    with(invalid, "retained", "maybe", "retained");
    with(invalid, "expire", "soon", "expire");
    with(invalid, "time-zone", "UTC", "time-zone");
    with(invalid, "available", "yes", "availability-topic");
    with(invalid, "set-topic", "dev/#", "set-topic");
    with(invalid, "set-qos", true, "set-qos");
    with(invalid, "set-retain", "yes", "set-retain");
    with(invalid, "confirm", "1h", "confirm");
    with(invalid, "tpoic", "x", "tpoic");
    return invalid;
  }

  private static void with(
      Map<Map<String, Object>, String> invalid, String key, Object value, String field) {
    Map<String, Object> address = address("/a");
    address.put(key, value);
    invalid.put(address, field);
  }
}
