package io.weir.driver.mqtt.internal.zigbee;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.weir.testing.Mosquitto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A real broker at which a bridge has left its recorded messages; who it is says the test. */
final class RecordedBridge {
  static final String BASE = "zigbee2mqtt/";
  static final String LAMP = "LED1924G9_12";
  static final String LAMP_IEEE = "0x00158d00a000000c";
  static final String WEATHER = "Küche Wetter";
  static final String WEATHER_IEEE = "0x00158d00a0000002";

  final Mosquitto broker;
  final RawListener raw;

  RecordedBridge(Path folder, String... lines) throws Exception {
    broker = new Mosquitto(folder, lines).start();
    raw = new RawListener(broker.port, folder);
    online(true);
    devices(devices());
  }

  /** The list of devices as a real zigbee2mqtt published it, of some models. */
  static String devices() throws IOException {
    try (InputStream in = RecordedBridge.class.getResourceAsStream("/zigbee2mqtt/devices.json")) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void online(boolean isOnline) throws Exception {
    String state = isOnline ? "online" : "offline";
    raw.publish(BASE + "bridge/state", "{\"state\":\"" + state + "\"}", true);
  }

  void devices(String list) throws Exception {
    raw.publish(BASE + "bridge/devices", list, true);
  }

  void state(String name, String payload) throws Exception {
    raw.publish(BASE + name, payload, false);
  }

  Bench bench(Map<String, Object> more) throws Exception {
    return new Bench(broker.port, more).connect().accept();
  }

  void close() throws Exception {
    raw.close();
    broker.kill();
  }
}
