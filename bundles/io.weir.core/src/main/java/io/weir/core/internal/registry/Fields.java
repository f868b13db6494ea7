package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read with checks. Every error is a {@link ConfigException} whose
 * field is the JSON pointer.
 */
final class Fields {
  static final String ID_FORM =
      "use up to 64 lower-case letters, digits, '.', '_' and '-', beginning with a letter or digit";

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int MAX_TEXT = 200;

  private final ObjectNode node;
  private final String pointer;

  private Fields(ObjectNode node, String pointer) {
    this.node = node;
    this.pointer = pointer;
  }

  /** The object at this pointer, which may have these fields and no others. */
  static Fields of(JsonNode node, String pointer, List<String> allowed) {
    if (!(node instanceof ObjectNode object)) {
      throw wrong(pointer.isEmpty() ? "/" : pointer, node, "write an object { ... }");
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!allowed.contains(name)) {
        String fix =
            Suggestions.nearest(name, allowed)
                .map(near -> "this field is unknown, did you mean '" + near + "'?")
                .orElse("this field is unknown, known are " + String.join(", ", allowed));
        throw wrong(pointer + "/" + escape(name), object.get(name), fix);
      }
    }
    return new Fields(object, pointer);
  }

  boolean has(String name) {
    return node.has(name);
  }

  String at(String name) {
    return pointer + "/" + name;
  }

  /** The error that this field is wrong and why. */
  ConfigException error(String name, String fix) {
    return wrong(at(name), node.get(name), fix);
  }

  /** The error that an entry of the object in this field is wrong and why. */
  ConfigException entryError(String name, String key, String value, String fix) {
    return new ConfigException(at(name) + "/" + escape(key), shortened(value), fix);
  }

  @Nullable String text(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
      throw error(name, "write a text of at most " + MAX_TEXT + " characters in quotes");
    }
    return value.textValue();
  }

  String text(String name, String byDefault) {
    String value = text(name);
    return value == null ? byDefault : value;
  }

  @Nullable String id(String name) {
    String value = text(name);
    if (value != null && !ID.matcher(value).matches()) {
      throw error(name, ID_FORM);
    }
    return value;
  }

  String requiredId(String name) {
    String value = id(name);
    if (value == null) {
      throw error(name, ID_FORM);
    }
    return value;
  }

  boolean bool(String name, boolean byDefault) {
    JsonNode value = node.get(name);
    if (value == null) {
      return byDefault;
    }
    if (!value.isBoolean()) {
      throw error(name, "write true or false");
    }
    return value.booleanValue();
  }

  double number(String name, double byDefault) {
    JsonNode value = node.get(name);
    if (value == null) {
      return byDefault;
    }
    if (!value.isNumber() || Double.isInfinite(value.doubleValue())) {
      throw error(name, "write a number");
    }
    return value.doubleValue();
  }

  double positive(String name, double byDefault) {
    double value = number(name, byDefault);
    if (!(value > 0)) {
      throw error(name, "write a number above 0");
    }
    return value;
  }

  double notNegative(String name) {
    double value = number(name, 0);
    if (value < 0) {
      throw error(name, "write 0 or a number above");
    }
    return value;
  }

  @Nullable Duration duration(String name) {
    String value = text(name);
    return value == null
        ? null
        : Durations.parse(value).orElseThrow(() -> error(name, Durations.FORM));
  }

  /** One of these words. */
  @Nullable String word(String name, List<String> words) {
    String value = text(name);
    if (value != null && !words.contains(value)) {
      throw error(name, "use one of " + String.join(", ", words));
    }
    return value;
  }

  @Nullable JsonNode get(String name) {
    return node.get(name);
  }

  List<JsonNode> list(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw error(name, "write a list [ ... ]");
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  /** A flat object of texts. */
  Map<String, String> texts(String name) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object(name).properties()) {
      if (!field.getValue().isTextual()) {
        throw wrong(at(name) + "/" + escape(field.getKey()), field.getValue(), "write a text");
      }
      result.put(field.getKey(), field.getValue().textValue());
    }
    return result;
  }

  /** A flat object of texts, numbers and booleans; whole numbers as {@link Long}. */
  Map<String, Object> scalars(String name) {
    Map<String, Object> result = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : object(name).properties()) {
      result.put(field.getKey(), scalar(at(name), field));
    }
    return Map.copyOf(result); // Small, and a copy of it is itself.
  }

  private static Object scalar(String pointer, Map.Entry<String, JsonNode> field) {
    JsonNode value = field.getValue();
    if (value.isTextual()) {
      return value.textValue().intern(); // Ten thousand channels have the same few words.
    } else if (value.isBoolean()) {
      return value.booleanValue();
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    } else if (value.isNumber()) {
      return value.doubleValue();
    }
    throw wrong(
        pointer + "/" + escape(field.getKey()), value, "write a text, a number, true or false");
  }

  private JsonNode object(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return node.objectNode();
    }
    if (!value.isObject()) {
      throw error(name, "write an object { ... }");
    }
    return value;
  }

  private static ConfigException wrong(String pointer, @Nullable JsonNode value, String fix) {
    return new ConfigException(pointer, value == null ? null : shown(value), fix);
  }

  private static String shown(JsonNode value) {
    return shortened(value.isTextual() ? value.textValue() : value.toString());
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
