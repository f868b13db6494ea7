package io.weir.manage.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A type written behind a key: {@code Integer}, {@code int[]}, {@code Collection<String>}. */
final class PropertyType {
  private static final String COLLECTION = "Collection<";

  private enum Shape {
    SINGLE,
    ARRAY,
    COLLECTION
  }

  private final String name;
  private final String text;
  private final Class<?> element;
  private final Shape shape;

  private PropertyType(String name, String text, Class<?> element, Shape shape) {
    this.name = name;
    this.text = text;
    this.element = element;
    this.shape = shape;
  }

  static PropertyType of(String name, String text) throws InvalidDocumentException {
    String element = text.strip();
    Shape shape = Shape.SINGLE;
    if (element.endsWith("[]")) {
      shape = Shape.ARRAY;
      element = element.substring(0, element.length() - 2);
    } else if (element.startsWith(COLLECTION) && element.endsWith(">")) {
      shape = Shape.COLLECTION;
      element = element.substring(COLLECTION.length(), element.length() - 1);
    }
    Class<?> type =
        switch (element.toLowerCase(Locale.ROOT)) {
          case "string" -> String.class;
          case "integer", "int" -> Integer.class;
          case "long" -> Long.class;
          case "short" -> Short.class;
          case "byte" -> Byte.class;
          case "double" -> Double.class;
          case "float" -> Float.class;
          case "boolean" -> Boolean.class;
          case "character", "char" -> Character.class;
          default ->
              throw new InvalidDocumentException(
                  "'%s': type '%s' is not known; use String, Boolean, Integer, Long, Double, one of"
                          .formatted(name, text)
                      + " these with [], or Collection<...>");
        };
    return new PropertyType(name, text, type, shape);
  }

  Object read(JsonNode node) throws InvalidDocumentException {
    if (shape == Shape.SINGLE) {
      return single(node);
    }
    if (!node.isArray()) {
      throw wrong(node);
    }
    List<Object> values = new ArrayList<>();
    for (JsonNode child : node) {
      values.add(single(child));
    }
    if (shape == Shape.COLLECTION) {
      return values;
    }
    Object array = Array.newInstance(element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  private Object single(JsonNode node) throws InvalidDocumentException {
    if (!node.isValueNode() || node.isNull()) {
      throw wrong(node);
    }
    String value = node.asText();
    try {
      return switch (element.getSimpleName()) {
        case "Integer" -> Integer.valueOf(value);
        case "Long" -> Long.valueOf(value);
        case "Short" -> Short.valueOf(value);
        case "Byte" -> Byte.valueOf(value);
        case "Double" -> Double.valueOf(value);
        case "Float" -> Float.valueOf(value);
        case "Boolean" -> bool(node);
        case "Character" -> character(node);
        default -> value;
      };
    } catch (NumberFormatException e) {
      throw wrong(node);
    }
  }

  private Boolean bool(JsonNode node) throws InvalidDocumentException {
    return switch (node.asText()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(node);
    };
  }

  private Character character(JsonNode node) throws InvalidDocumentException {
    if (node.asText().length() != 1) {
      throw wrong(node);
    }
    return node.asText().charAt(0);
  }

  private InvalidDocumentException wrong(JsonNode node) {
    return new InvalidDocumentException("'" + name + "': " + node + " is not of type " + text);
  }
}
