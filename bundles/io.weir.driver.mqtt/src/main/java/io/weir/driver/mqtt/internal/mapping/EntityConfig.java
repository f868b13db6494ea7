package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one entity's discovery message says, its keys written out and its base topic put in.
 *
 * @param node the message
 * @param notes what of it is not understood, for people
 */
record EntityConfig(ObjectNode node, List<String> notes) {
  private static final int MAX_TEXT = 1_000;

  static EntityConfig of(ObjectNode message) {
    ObjectNode node = Abbreviations.entity(message);
    JsonNode base = node.remove("~");
    if (base != null && base.isTextual()) {
      resolve(node, base.textValue());
    }
    List<ObjectNode> availability = list(node.get("availability"));
    if (!availability.isEmpty()) {
      ArrayNode expanded = node.putArray("availability");
      for (ObjectNode each : availability) {
        ObjectNode whole = Abbreviations.entity(each);
        if (base != null && base.isTextual()) {
          resolve(whole, base.textValue());
        }
        expanded.add(whole);
      }
    }
    return new EntityConfig(node, new ArrayList<>());
  }

  private static void resolve(ObjectNode node, String base) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(node.properties())) {
      String value = field.getValue().textValue();
      if (value != null && field.getKey().endsWith("topic")) {
        String resolved = value.startsWith("~") ? base + value.substring(1) : value;
        resolved =
            resolved.endsWith("~") ? resolved.substring(0, resolved.length() - 1) + base : resolved;
        node.put(field.getKey(), resolved);
      }
    }
  }

  private static List<ObjectNode> list(@Nullable JsonNode node) {
    List<ObjectNode> all = new ArrayList<>();
    if (node instanceof ObjectNode one) {
      all.add(one);
    } else if (node != null && node.isArray()) {
      node.forEach(
          each -> {
            if (each instanceof ObjectNode object) {
              all.add(object);
            }
          });
    }
    return all;
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** A text, or a number, true or false as text; null when there is none. */
  @Nullable String text(String key) {
    return text(node, key);
  }

  private static @Nullable String text(ObjectNode from, String key) {
    JsonNode value = from.get(key);
    return value == null || value.isNull() || value.isContainerNode() ? null : value.asText();
  }

  String text(String key, String byDefault) {
    String text = text(key);
    return text == null ? byDefault : text;
  }

  double number(String key, double byDefault) {
    JsonNode value = node.get(key);
    return value != null && value.isNumber() && Double.isFinite(value.doubleValue())
        ? value.doubleValue()
        : byDefault;
  }

  boolean flag(String key) {
    return node.path(key).asBoolean(false);
  }

  /**
   * The topics that tell whether it can be reached, as keys of an address.
   *
   * @throws NotUnderstoodException if there are too many, or a template is not understood
   */
  ObjectNode availability() throws NotUnderstoodException {
    ObjectNode address = node.objectNode();
    List<ObjectNode> all = list(node.get("availability"));
    String single = text("availability_topic");
    if (all.isEmpty() && single != null) {
      ObjectNode one = node.objectNode();
      one.put("topic", single);
      one.set("value_template", node.get("availability_template"));
      one.set("payload_available", node.get("payload_available"));
      one.set("payload_not_available", node.get("payload_not_available"));
      all = List.of(one);
    }
    if (all.size() > 4) {
      throw new NotUnderstoodException("more than 4 availability topics are not understood");
    }
    for (int i = 0; i < all.size(); i++) {
      put(address, all.get(i), i == 0 ? "" : "-" + (i + 1));
    }
    if (all.size() > 1) {
      address.put("availability-mode", text("availability_mode", "latest"));
    }
    return address;
  }

  private static void put(ObjectNode address, ObjectNode from, String suffix)
      throws NotUnderstoodException {
    String topic = text(from, "topic");
    address.put("availability-topic" + suffix, checkedTopic(topic == null ? "" : topic));
    String template = text(from, "value_template");
    if (template != null) {
      address.put("availability-template" + suffix, checkedTemplate(template));
    }
    String online = text(from, "payload_available");
    String offline = text(from, "payload_not_available");
    if (online != null || offline != null) {
      address.put("available" + suffix, checked(online == null ? "online" : online));
      address.put("unavailable" + suffix, checked(offline == null ? "offline" : offline));
    }
  }

  /**
   * A text that may stand in an address.
   *
   * @throws NotUnderstoodException if it cannot
   */
  static String checked(String text) throws NotUnderstoodException {
    if (text.length() > MAX_TEXT) {
      throw new NotUnderstoodException(
          "a text of " + text.length() + " characters, more than " + MAX_TEXT);
    }
    if (text.contains("${")) {
      throw new NotUnderstoodException("'${' is not understood in " + Payload.shortened(text));
    }
    return text;
  }

  /** A topic without wildcards. */
  static String checkedTopic(String topic) throws NotUnderstoodException {
    if (topic.isEmpty() || topic.chars().anyMatch(c -> c == '+' || c == '#' || c == 0)) {
      throw new NotUnderstoodException("'" + Payload.shortened(topic) + "' is not one topic");
    }
    return checked(topic);
  }

  /** A value template that is understood. */
  static String checkedTemplate(String template) throws NotUnderstoodException {
    try {
      Template.parse(checked(template));
    } catch (NotUnderstoodException e) {
      throw new NotUnderstoodException(
          "template " + Payload.shortened(template) + ": " + e.getMessage());
    }
    return template;
  }
}
