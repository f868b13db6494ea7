package io.weir.core.internal.announce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Addresses in the one form in which they can be compared. Pure functions. */
public final class Addresses {
  private Addresses() {}

  /** With whole numbers as {@link Long} and others as {@link Double}, as documents are read. */
  public static Map<String, Object> canonical(Map<String, Object> address) {
    Map<String, Object> result = new HashMap<>();
    address.forEach((key, value) -> result.put(key, canonical(value)));
    return Map.copyOf(result);
  }

  private static Object canonical(Object value) {
    if (value instanceof Float || value instanceof Double) {
      return ((Number) value).doubleValue();
    }
    return value instanceof Number number ? number.longValue() : value;
  }

  /** Of a document; what is no text, number or truth value is left out. */
  public static Map<String, Object> of(JsonNode address) {
    Map<String, Object> result = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : address.properties()) {
      JsonNode value = field.getValue();
      if (value.isTextual()) {
        result.put(field.getKey(), value.textValue());
      } else if (value.isBoolean()) {
        result.put(field.getKey(), value.booleanValue());
      } else if (value.isIntegralNumber()) {
        result.put(field.getKey(), value.longValue());
      } else if (value.isNumber()) {
        result.put(field.getKey(), value.doubleValue());
      }
    }
    return Map.copyOf(result);
  }

  /** For a document, its keys in order. */
  public static ObjectNode json(Map<String, Object> address) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(canonical(address))
        .forEach(
            (key, value) -> {
              if (value instanceof Long number) {
                node.put(key, number);
              } else if (value instanceof Double number) {
                node.put(key, number);
              } else if (value instanceof Boolean bool) {
                node.put(key, bool);
              } else {
                node.put(key, value.toString());
              }
            });
    return node;
  }
}
