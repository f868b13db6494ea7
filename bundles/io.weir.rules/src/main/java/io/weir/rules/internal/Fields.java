package io.weir.rules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.ConfigException;
import io.weir.rules.internal.cel.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object with known fields; every complaint names the field, its value and the fix. */
final class Fields {
  private final JsonNode object;
  private final String pointer;

  /**
   * @param pointer JSON pointer of the object, empty for the document itself
   * @param known the fields it may have
   */
  Fields(JsonNode object, String pointer, List<String> known) {
    this.object = object;
    this.pointer = pointer;
    if (!object.isObject()) {
      throw new ConfigException(
          pointer.isEmpty() ? "/" : pointer, shown(object), "write an object { ... } here");
    }
    for (String name : (Iterable<String>) object::fieldNames) {
      if (!known.contains(name)) {
        throw new ConfigException(
            at(name),
            shown(object.get(name)),
            "no such field"
                + Suggestion.didYouMean(name, known)
                + "; known are "
                + String.join(", ", known));
      }
    }
  }

  /** A value as messages show it: not too long. */
  static String shown(JsonNode node) {
    String text = node.isTextual() ? node.textValue() : node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  /** JSON pointer of a field. */
  String at(String name) {
    return pointer + "/" + name;
  }

  @Nullable JsonNode get(String name) {
    return object.get(name);
  }

  String text(String name, String fix) {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new ConfigException(at(name), null, fix);
    }
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw new ConfigException(at(name), shown(node), fix);
    }
    return node.textValue();
  }

  @Nullable String optionalText(String name, String fix) {
    return object.has(name) ? text(name, fix) : null;
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode node = object.get(name);
    if (node != null && !node.isBoolean()) {
      throw new ConfigException(at(name), shown(node), "write true or false");
    }
    return node == null ? otherwise : node.booleanValue();
  }

  /** The elements of a list, none when the field is absent. */
  List<JsonNode> list(String name) {
    JsonNode node = object.get(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new ConfigException(at(name), shown(node), "write a list [ ... ] here");
    }
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements;
  }
}
