package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.driver.mqtt.internal.mapping.ChannelDraft.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that a discovery message announces, a device's whole or a part of it.
 *
 * @param device what its device is known by
 * @param deviceName what people call the device
 * @param model manufacturer and model
 * @param facts what else it tells of the device
 * @param component its kind
 * @param id what it is called among those of its device
 * @param name what people call it
 * @param parts its channels
 * @param notes what of it is not understood
 */
record Entity(
    String device,
    String deviceName,
    String model,
    Map<String, String> facts,
    String component,
    String id,
    String name,
    List<Part> parts,
    List<String> notes) {
  private static final int MAX_TEXT = 200;
  private static final int MAX_ID = 40;

  /** What is known of a device by its own words. */
  static Entity of(String component, String object, String alone, ObjectNode message) {
    EntityConfig config = EntityConfig.of(message);
    ObjectNode device =
        config.node().get("device") instanceof ObjectNode given
            ? Abbreviations.device(given)
            : message.objectNode();
    String key = key(device, alone);
    List<Part> parts = Components.parts(component, config);
    String name = shortened(config.text("name", object));
    String maker = text(device, "manufacturer");
    return new Entity(
        key,
        device.hasNonNull("name") ? text(device, "name") : device.isEmpty() ? name : key,
        (maker + " " + text(device, "model")).strip(),
        facts(device, config.node().path("origin")),
        component,
        id(object),
        name,
        List.copyOf(parts),
        List.copyOf(config.notes()));
  }

  private static String key(ObjectNode device, String alone) {
    JsonNode identifiers = device.path("identifiers");
    JsonNode first = identifiers.isArray() ? identifiers.path(0) : identifiers;
    if (first.isValueNode() && !first.asText().isBlank()) {
      return shortened(first.asText());
    }
    JsonNode pair = device.path("connections").path(0);
    if (pair.path(0).isTextual() && pair.path(1).isTextual()) {
      return shortened(pair.path(0).asText() + ":" + pair.path(1).asText());
    }
    return shortened(alone);
  }

  private static Map<String, String> facts(ObjectNode device, JsonNode origin) {
    Map<String, String> facts = new LinkedHashMap<>();
    put(facts, "firmware", text(device, "sw_version"));
    put(facts, "hardware", text(device, "hw_version"));
    put(facts, "serial number", text(device, "serial_number"));
    put(facts, "model id", text(device, "model_id"));
    put(facts, "area", text(device, "suggested_area"));
    put(facts, "page", text(device, "configuration_url"));
    put(facts, "announced by", shortened(origin.path("name").asText("")));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }

  private static String text(ObjectNode node, String key) {
    return shortened(node.path(key).asText(""));
  }

  private static String shortened(String text) {
    String trimmed = text.strip();
    return trimmed.length() > MAX_TEXT ? trimmed.substring(0, MAX_TEXT) : trimmed;
  }

  /** A channel's id of what devices call things. */
  static String id(String name) {
    String id =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
    if (id.isEmpty()) {
      return "value";
    }
    return id.length() > MAX_ID ? id.substring(0, MAX_ID) : id;
  }
}
