package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Addresses in requests and answers. Pure functions. */
final class Addresses {
  private Addresses() {}

  /** A flat object of texts, numbers and truth values. */
  static Map<String, Object> scalars(JsonNode object) throws ApiException {
    Map<String, Object> map = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      if (value.isTextual()) {
        map.put(field.getKey(), value.textValue());
      } else if (value.isBoolean()) {
        map.put(field.getKey(), value.booleanValue());
      } else if (value.isNumber()) {
        map.put(field.getKey(), value.numberValue());
      } else {
        throw ApiException.bad(field.getKey(), value, "use a text, a number, true or false");
      }
    }
    return map;
  }

  /** The body's {@code address}. */
  static Map<String, Object> of(JsonNode body) throws ApiException {
    if (!body.path("address").isObject() || body.path("address").isEmpty()) {
      throw ApiException.bad(
          "address", body.get("address"), "send {\"address\": {...}} as the device has it");
    }
    return scalars(body.path("address"));
  }

  static void write(JsonGenerator json, String name, Map<String, ?> map) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, ?> entry : new TreeMap<>(map).entrySet()) {
      json.writeFieldName(entry.getKey());
      Values.write(json, entry.getValue());
    }
    json.writeEndObject();
  }
}
