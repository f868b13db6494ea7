package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;

/** Operators of templates, on numbers alone where Jinja would also take texts. Pure functions. */
final class TemplateMath {
  private TemplateMath() {}

  /**
   * One operation.
   *
   * @throws NoValueException if an operand is no number, is missing, or the result is none
   */
  static JsonNode calculate(String sign, JsonNode left, JsonNode right) throws NoValueException {
    number(left);
    number(right);
    if (left.isIntegralNumber() && right.isIntegralNumber() && !sign.equals("/")) {
      return exact(sign, left, right);
    }
    double a = left.doubleValue();
    double b = right.doubleValue();
    if (b == 0 && (sign.startsWith("/") || sign.equals("%"))) {
      throw NoValueException.wrong("a division by 0");
    }
    double result =
        switch (sign) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          case "/" -> a / b;
          case "//" -> Math.floor(a / b);
          default -> a - b * Math.floor(a / b);
        };
    return DoubleNode.valueOf(result);
  }

  private static JsonNode exact(String sign, JsonNode left, JsonNode right)
      throws NoValueException {
    if (!left.canConvertToLong() || !right.canConvertToLong()) {
      throw new NoValueException(NoValueException.Kind.RANGE, "more than 64 bits");
    }
    long a = left.longValue();
    long b = right.longValue();
    try {
      return LongNode.valueOf(
          switch (sign) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDiv(a, b);
            default -> Math.floorMod(a, b);
          });
    } catch (ArithmeticException e) {
      if (b == 0) {
        throw NoValueException.wrong("a division by 0");
      }
      throw new NoValueException(NoValueException.Kind.RANGE, "more than 64 bits");
    }
  }

  /**
   * One comparison; different kinds are never equal.
   *
   * @throws NoValueException if something is missing, or is no number and compared by size
   */
  static boolean compare(String sign, JsonNode left, JsonNode right) throws NoValueException {
    present(left);
    present(right);
    boolean isText = left.isTextual() && right.isTextual();
    if (sign.equals("==") || sign.equals("!=")) {
      boolean areNumbers = left.isNumber() && right.isNumber();
      boolean same = areNumbers ? left.doubleValue() == right.doubleValue() : left.equals(right);
      return same == sign.equals("==");
    }
    if (!isText) {
      number(left);
      number(right);
    }
    int order =
        isText
            ? left.textValue().compareTo(right.textValue())
            : Double.compare(left.doubleValue(), right.doubleValue());
    return switch (sign) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** Whether Python would take it for true. */
  static boolean isTrue(JsonNode node) throws NoValueException {
    present(node);
    if (node.isNumber()) {
      return node.doubleValue() != 0;
    }
    return node.isTextual() ? !node.textValue().isEmpty() : node.isBoolean() && node.booleanValue();
  }

  private static void number(JsonNode node) throws NoValueException {
    present(node);
    if (!node.isNumber()) {
      throw NoValueException.wrong(
          "'" + Payload.shortened(node.toString()) + "', which is not a number");
    }
  }

  private static void present(JsonNode node) throws NoValueException {
    if (node.isMissingNode()) {
      throw NoValueException.missing("a key that the payload does not have");
    }
  }
}
