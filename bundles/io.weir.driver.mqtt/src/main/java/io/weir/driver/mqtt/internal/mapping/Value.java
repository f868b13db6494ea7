package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.ValueType;
import io.weir.driver.mqtt.internal.mapping.NoValueException.Kind;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value as it travels in a batch.
 *
 * @param bits as the type says
 * @param object a text, null for any other type
 */
record Value(long bits, @Nullable String object) {
  private static final int MAX_TEXT = 4_096;

  /** A double is exact up to here. */
  private static final double EXACT = 0x1p53;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]{1,40}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,3})?");

  /**
   * What stands in a message, as a value of this type.
   *
   * @param words what means true and false; null for the usual words
   * @throws NoValueException if it is nothing of the kind
   */
  static Value of(JsonNode node, ValueType type, @Nullable Words words) throws NoValueException {
    if (node.isNull()) {
      throw NoValueException.wrong("null, which is no value");
    }
    if (node.isContainerNode()) {
      throw NoValueException.wrong(
          (node.isArray() ? "a list" : "an object") + ", not a " + name(type));
    }
    return switch (type) {
      case BOOLEAN -> new Value(isOn(node, words) ? 1 : 0, null);
      case INTEGER -> new Value(integer(node), null);
      case DOUBLE -> new Value(Double.doubleToRawLongBits(number(node)), null);
      default -> new Value(0, text(node));
    };
  }

  private static boolean isOn(JsonNode node, @Nullable Words words) throws NoValueException {
    String text = node.asText().strip();
    if (words == null) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "on", "1" -> true;
        case "false", "off", "0" -> false;
        default -> throw NoValueException.wrong(quoted(text) + ", which is neither true nor false");
      };
    }
    if (words.isOn(text, node.isBoolean())) {
      return true;
    }
    if (words.isOff(text, node.isBoolean())) {
      return false;
    }
    throw NoValueException.wrong(
        quoted(text) + ", which is neither '" + words.on() + "' nor '" + words.off() + "'");
  }

  private static long integer(JsonNode node) throws NoValueException {
    if (node.isIntegralNumber()) {
      if (node.canConvertToLong()) {
        return node.longValue();
      }
      throw new NoValueException(
          Kind.RANGE, Payload.shortened(node.asText()) + ", more than 64 bits");
    }
    if (node.isTextual()) {
      return exact(decimal(node));
    }
    double value = number(node);
    if (value != Math.rint(value)) {
      throw NoValueException.wrong(value + ", not an integer");
    }
    if (Math.abs(value) > EXACT) {
      throw new NoValueException(Kind.RANGE, value + ", too large to be exact");
    }
    return (long) value;
  }

  private static long exact(BigDecimal value) throws NoValueException {
    if (value.signum() != 0 && value.precision() - value.scale() > 20) {
      throw new NoValueException(Kind.RANGE, value + ", more than 64 bits");
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw NoValueException.wrong(value + ", not an integer of 64 bits");
    }
  }

  /** A finite number. */
  static double number(JsonNode node) throws NoValueException {
    if (!node.isNumber() && !node.isTextual()) {
      throw NoValueException.wrong(quoted(node.asText()) + ", not a number");
    }
    double value = node.isNumber() ? node.doubleValue() : decimal(node).doubleValue();
    if (!Double.isFinite(value)) {
      throw new NoValueException(
          Kind.RANGE, Payload.shortened(node.asText()) + ", too large a number");
    }
    return value;
  }

  private static BigDecimal decimal(JsonNode node) throws NoValueException {
    String text = node.asText().strip();
    if (!NUMBER.matcher(text).matches()) {
      throw NoValueException.wrong(quoted(text) + ", not a number");
    }
    return new BigDecimal(text);
  }

  private static String text(JsonNode node) throws NoValueException {
    String text = node.asText();
    if (text.length() > MAX_TEXT) {
      throw new NoValueException(
          Kind.RANGE, "a text of " + text.length() + " characters, more than " + MAX_TEXT);
    }
    return text;
  }

  private static String name(ValueType type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case TEXT -> "text";
      default -> "number";
    };
  }

  private static String quoted(String text) {
    return "'" + Payload.shortened(text) + "'";
  }
}
