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
import io.weir.testing.FakeSecretStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Hears and says what it likes at the broker, beside the driver. */
final class RawListener implements AutoCloseable {
  private final BrokerLink link;

  /** All values of each property, by topic and property. */
  private final Map<String, Set<JsonNode>> heard = new HashMap<>();

  private final Map<String, JsonNode> exposes = new HashMap<>();

  RawListener(int port, Path folder) throws Exception {
    link =
        BrokerLink.open(
            Server.of("127.0.0.1", port, false, "", "", folder),
            Login.of("raw", "", "", "clean", new FakeSecretStore()),
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
        Set<JsonNode> values = heard.getOrDefault(topic + "#" + property, Set.of());
        if (values.stream().anyMatch(node -> node.asDouble() == value)) {
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
          .forEach(
              field ->
                  heard
                      .computeIfAbsent(topic + "#" + field.getKey(), key -> new HashSet<>())
                      .add(field.getValue()));
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
   * Whether the row is good; if it is, its value must have been published.
   *
   * @param row the last of the channel; null if there was none
   */
  boolean check(String name, Channel channel, Bench.@Nullable Row row) {
    String[] path = String.valueOf(channel.address().get("property")).split("/");
    String place = "zigbee2mqtt/" + name + "#" + path[0];
    if (path[0].startsWith("$") || !heard.containsKey(place)) {
      return false;
    }
    List<Object> published = new ArrayList<>();
    for (JsonNode whole : heard.getOrDefault(place, Set.of())) {
      JsonNode node = whole;
      for (int i = 1; i < path.length; i++) {
        node = node.path(path[i]);
      }
      if (!node.isMissingNode() && !node.isNull()) {
        published.add(value(channel, node, place));
      }
    }
    if (published.isEmpty()) {
      return false;
    }
    assertThat(row).as("%s: %s was published", channel.id(), published).isNotNull();
    if (row == null || row.value() == null) {
      return false;
    }
    assertThat(published).as(channel.id()).contains(row.value());
    return true;
  }

  private Object value(Channel channel, JsonNode node, String place) {
    return switch (channel.info().type()) {
      case DOUBLE -> node.doubleValue();
      case TEXT -> node.isContainerNode() ? node.toString() : node.asText();
      default -> {
        JsonNode feature = exposes.get(place);
        yield feature != null && node.equals(feature.get("value_on"));
      }
    };
  }

  @Override
  public void close() {
    link.close();
  }
}
