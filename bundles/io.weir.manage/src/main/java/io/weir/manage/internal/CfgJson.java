package io.weir.manage.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Component settings as JSON and back: one flat object, typed as the OSGi Configurator
 * specification (chapter 150) writes it. A key may carry its type, {@code "port:Integer"}; without
 * one a whole number is a {@link Long}, another a {@link Double}, and a list an array of these.
 * Comments are allowed.
 */
final class CfgJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.ALLOW_COMMENTS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final Set<Class<?>> PLAIN =
      Set.of(String.class, Boolean.class, Long.class, Double.class);

  private CfgJson() {}

  /**
   * Reads a document.
   *
   * @throws InvalidDocumentException saying where and what is wrong
   */
  static Map<String, Object> parse(String json) throws InvalidDocumentException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidDocumentException(
          "line %d, column %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  // Where the object began is said once more, with the parser's settings.
                  e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "")));
    }
    if (!(root instanceof ObjectNode object)) {
      throw new InvalidDocumentException("the document must be one JSON object { ... }");
    }
    Map<String, Object> properties = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      read(field.getKey(), field.getValue(), properties);
    }
    return properties;
  }

  private static void read(String key, JsonNode node, Map<String, Object> into)
      throws InvalidDocumentException {
    int colon = key.lastIndexOf(':');
    String name = colon < 0 ? key : key.substring(0, colon);
    if (name.isBlank()) {
      throw new InvalidDocumentException("'" + key + "': a key must have a name");
    }
    Object value =
        colon < 0 ? plain(name, node) : PropertyType.of(name, key.substring(colon + 1)).read(node);
    if (into.put(name, value) != null) {
      throw new InvalidDocumentException("'" + name + "' stands twice in the document");
    }
  }

  private static Object plain(String name, JsonNode node) throws InvalidDocumentException {
    if (node instanceof ArrayNode array) {
      List<Object> values = new ArrayList<>();
      for (JsonNode element : array) {
        values.add(scalar(name, element));
      }
      return array(name, values);
    }
    return scalar(name, node);
  }

  private static Object scalar(String name, JsonNode node) throws InvalidDocumentException {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    if (node.isFloatingPointNumber()) {
      return node.doubleValue();
    }
    throw new InvalidDocumentException(
        "'" + name + "': " + node + " cannot be used; give a text, a number, true or false");
  }

  private static Object array(String name, List<Object> values) throws InvalidDocumentException {
    Class<?> type = values.isEmpty() ? String.class : values.get(0).getClass();
    Object array = Array.newInstance(type, values.size());
    for (int i = 0; i < values.size(); i++) {
      if (!type.isInstance(values.get(i))) {
        throw new InvalidDocumentException("'" + name + "': all elements must be of one type");
      }
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  /** Writes settings as a document, keys in order. */
  static String format(Map<String, Object> properties) {
    ObjectNode root = MAPPER.createObjectNode();
    new TreeMap<>(properties)
        .forEach((name, value) -> root.set(name + suffix(value), MAPPER.valueToTree(value)));
    return root.toPrettyString() + System.lineSeparator();
  }

  private static String suffix(Object value) {
    if (value instanceof Collection<?> collection) {
      Class<?> element =
          collection.isEmpty() ? String.class : collection.iterator().next().getClass();
      return ":Collection<" + element.getSimpleName() + ">";
    }
    Class<?> type = value.getClass();
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    boolean plain = PLAIN.contains(element) && !(type.isArray() && Array.getLength(value) == 0);
    return plain || element == String.class ? "" : ":" + type.getSimpleName();
  }
}
