package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of Home Assistant's MQTT discovery, as far as it announces devices: {@code
 * <prefix>/<component>/[<node>/]<object>/config} for one entity and {@code
 * <prefix>/device/[<node>/]<object>/config} for a device with its components. See <a
 * href="https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery">MQTT Discovery</a>.
 */
final class DiscoveryMessage {
  private static final Pattern TOPIC =
      Pattern.compile("([a-z_]{1,40})/(?:([A-Za-z0-9_-]{1,200})/)?([A-Za-z0-9_-]{1,200})/config");

  /** What a device gives to all its components. */
  private static final Set<String> SHARED =
      Set.of(
          "~",
          "device",
          "origin",
          "availability",
          "availability_topic",
          "availability_mode",
          "availability_template",
          "payload_available",
          "payload_not_available",
          "state_topic",
          "command_topic",
          "qos",
          "encoding");

  private static final int MAX_COMPONENTS = 250;

  private DiscoveryMessage() {}

  /** Whether a topic, its prefix taken away, is one of discovery. */
  static boolean isConfig(String topic) {
    return TOPIC.matcher(topic).matches();
  }

  /**
   * The entities that a message announces; none when it takes back what it did, null when it says
   * nothing of that.
   *
   * @param topic without its prefix
   * @throws NoValueException if it cannot be read
   */
  static @Nullable List<Entity> entities(String topic, Payload payload) throws NoValueException {
    Matcher matcher = TOPIC.matcher(topic);
    if (!matcher.matches()) {
      throw NoValueException.wrong("not a topic of discovery");
    }
    if (payload.isEmpty()) {
      return List.of();
    }
    if (!(payload.json() instanceof ObjectNode message)) {
      throw NoValueException.wrong("the payload is no JSON object");
    }
    if (message.path("migrate_discovery").asBoolean(false)) {
      return null; // The sender will say so again in another form; until then it stands.
    }
    String component = matcher.group(1);
    String object = matcher.group(3);
    String alone = topic.substring(0, topic.length() - "/config".length());
    return component.equals("device")
        ? components(alone, message)
        : List.of(Entity.of(component, object, alone, message));
  }

  private static List<Entity> components(String alone, ObjectNode message) throws NoValueException {
    ObjectNode root = Abbreviations.entity(message);
    if (!(root.get("components") instanceof ObjectNode components)) {
      throw NoValueException.wrong("a device without components");
    }
    if (components.size() > MAX_COMPONENTS) {
      throw NoValueException.wrong("a device of " + components.size() + " components");
    }
    List<Entity> entities = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : components.properties()) {
      if (each.getValue() instanceof ObjectNode given) {
        ObjectNode own = Abbreviations.entity(given);
        String platform = own.path("platform").asText("");
        if (!platform.isEmpty() && own.size() > 1) { // With a platform alone it is taken away.
          ObjectNode whole = message.objectNode();
          root.properties().stream()
              .filter(field -> SHARED.contains(field.getKey()))
              .forEach(field -> whole.set(field.getKey(), field.getValue()));
          whole.setAll(own);
          whole.set("device", root.get("device"));
          whole.set("origin", root.get("origin"));
          entities.add(Entity.of(platform, each.getKey(), alone, whole));
        }
      }
    }
    return entities;
  }
}
