package io.weir.driver.mqtt.internal.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.Channel;
import io.weir.driver.mqtt.internal.link.BrokerLink;
import io.weir.driver.mqtt.internal.link.Incoming;
import io.weir.driver.mqtt.internal.link.Limits;
import io.weir.driver.mqtt.internal.link.Login;
import io.weir.driver.mqtt.internal.link.Server;
import io.weir.testing.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Hears and says what it likes at the broker, beside the driver. */
final class RawListener implements AutoCloseable {
  private final BrokerLink link;

  /** The last value of each property, by topic and property. */
  private final Map<String, JsonNode> last = new HashMap<>();

  private final Map<String, JsonNode> exposes = new HashMap<>();

  RawListener(int port, Path folder) throws Exception {
    link =
        BrokerLink.open(
            Server.of("127.0.0.1", port, false, "", "", folder),
            Login.of("raw", "", "", "clean", folder),
            Limits.of(30_000, 30, 65_536, 16_384),
            new FakeClock(),
            () -> {},
            new LongAdder());
  }

  /** Hears everything from now on. */
  RawListener listen() throws Exception {
    link.subscribe(Map.of("zigbee2mqtt/#", 1));
    return this;
  }

  void publish(String topic, String payload, boolean retained) throws Exception {
    publish(topic, payload.getBytes(StandardCharsets.UTF_8), retained);
  }

  void publish(String topic, byte[] payload, boolean retained) throws Exception {
    link.publish(topic, payload, 1, retained, 30_000);
  }

  /** Hears until a topic has told a number. */
  void awaitValue(String topic, String property, double value) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Bench.PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      Incoming message = link.poll(1_000);
      if (message != null) {
        note(message);
        JsonNode node = last.get(topic + "#" + property);
        if (node != null && node.asDouble() == value) {
          return;
        }
      }
    }
    throw new AssertionError(topic + " did not tell " + property);
  }

  private void note(Incoming message) {
    String topic = message.topic();
    String text = new String(message.payload(), StandardCharsets.UTF_8);
    if (topic.equals("zigbee2mqtt/bridge/devices")) {
      for (JsonNode device : Bench.json(text)) {
        String name = "zigbee2mqtt/" + device.path("friendly_name").asText();
        collect(name, device.path("definition").path("exposes"));
      }
    } else if (!topic.startsWith("zigbee2mqtt/bridge/") && text.startsWith("{")) {
      Bench.json(text)
          .properties()
          .forEach(field -> last.put(topic + "#" + field.getKey(), field.getValue()));
    }
  }

  private void collect(String topic, JsonNode features) {
    for (JsonNode feature : features) {
      exposes.putIfAbsent(topic + "#" + feature.path("property").asText(), feature);
      if (!feature.path("type").asText().equals("composite")) {
        collect(topic, feature.path("features"));
      }
    }
  }

  /**
   * Whether the row is good; whatever was published for the channel must be in it.
   *
   * @param row the last of the channel; null if there was none
   */
  boolean check(String name, Channel channel, Bench.@Nullable Row row) {
    String[] path = String.valueOf(channel.address().get("property")).split("/");
    JsonNode node = last.get("zigbee2mqtt/" + name + "#" + path[0]);
    for (int i = 1; i < path.length && node != null; i++) {
      node = node.get(path[i]);
    }
    if (node == null || path[0].startsWith("$")) {
      return false;
    }
    assertThat(row).as("%s: %s was published", channel.id(), node).isNotNull();
    if (row == null || node.isNull()) {
      return false;
    }
    Object value = row.value();
    switch (channel.info().type()) {
      case DOUBLE -> assertThat(value).as(channel.id()).isEqualTo(node.doubleValue());
      case TEXT -> assertThat(value).as(channel.id()).isEqualTo(node.asText());
      default -> {
        JsonNode feature = exposes.get("zigbee2mqtt/" + name + "#" + path[0]);
        assertThat(feature).as(channel.id()).isNotNull();
        boolean isOn = feature != null && node.equals(feature.get("value_on"));
        assertThat(value).as("%s of %s", channel.id(), node).isEqualTo(isOn);
      }
    }
    return true;
  }

  @Override
  public void close() {
    link.close();
  }
}
