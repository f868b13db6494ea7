package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.driver.mqtt.internal.mapping.Template.Expression;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Filters of templates. Pure functions. */
final class TemplateFilters {
  private static final double LONG = 0x1p63;
  private static final int MAX_DIGITS = 15;

  private TemplateFilters() {}

  /**
   * The expression with this filter behind it.
   *
   * @throws NotUnderstoodException if there is no such filter, or not with such arguments
   */
  static Expression apply(String name, Expression inner, List<Expression> arguments)
      throws NotUnderstoodException {
    // The argument of float and int is what to say instead of nothing: here nothing is said.
    int most = name.equals("float") || name.equals("int") || name.equals("round") ? 1 : 0;
    if (arguments.size() > most) {
      throw new NotUnderstoodException("arguments of the filter '" + name + "' are not understood");
    }
    return switch (name) {
      case "float" -> scope -> DoubleNode.valueOf(Value.number(numeric(inner.in(scope))));
      case "int" -> scope -> truncated(numeric(inner.in(scope)));
      case "abs" -> scope -> absolute(inner.in(scope));
      case "lower" -> scope -> TextNode.valueOf(text(inner.in(scope)).toLowerCase(Locale.ROOT));
      case "upper" -> scope -> TextNode.valueOf(text(inner.in(scope)).toUpperCase(Locale.ROOT));
      case "is_defined" -> inner;
      case "round" -> rounded(inner, arguments);
      default -> throw new NotUnderstoodException("the filter '" + name + "' is not understood");
    };
  }

  private static JsonNode numeric(JsonNode node) throws NoValueException {
    if (node.isMissingNode()) {
      throw NoValueException.missing("a key that the payload does not have");
    }
    return node.isBoolean() ? LongNode.valueOf(node.booleanValue() ? 1 : 0) : node;
  }

  private static JsonNode truncated(JsonNode node) throws NoValueException {
    if (node.isIntegralNumber()) {
      return node;
    }
    double value = Value.number(node);
    if (Math.abs(value) >= LONG) {
      throw new NoValueException(NoValueException.Kind.RANGE, value + ", more than 64 bits");
    }
    return LongNode.valueOf((long) value);
  }

  private static JsonNode absolute(JsonNode node) throws NoValueException {
    JsonNode zero = LongNode.valueOf(0);
    return TemplateMath.compare("<", node, zero) ? TemplateMath.calculate("-", zero, node) : node;
  }

  private static String text(JsonNode node) throws NoValueException {
    if (node.isMissingNode()) {
      throw NoValueException.missing("a key that the payload does not have");
    }
    return node.asText();
  }

  /** As Home Assistant's: exact halves to the even neighbour, an integer when no digit is kept. */
  private static Expression rounded(Expression inner, List<Expression> arguments)
      throws NotUnderstoodException {
    int digits = arguments.isEmpty() ? 0 : digits(arguments.get(0));
    return scope -> {
      BigDecimal value = new BigDecimal(Value.number(numeric(inner.in(scope))));
      BigDecimal result = value.setScale(digits, RoundingMode.HALF_EVEN);
      return digits == 0 && result.abs().doubleValue() < LONG
          ? LongNode.valueOf(result.longValue())
          : DoubleNode.valueOf(result.doubleValue());
    };
  }

  private static int digits(Expression argument) throws NotUnderstoodException {
    try {
      JsonNode node = argument.in(NOTHING);
      if (node.isIntegralNumber() && node.longValue() >= 0 && node.longValue() <= MAX_DIGITS) {
        return node.intValue();
      }
    } catch (NoValueException e) {
      throw new NotUnderstoodException("'round' takes a number of digits: " + e.getMessage());
    }
    throw new NotUnderstoodException("'round' takes 0 to " + MAX_DIGITS + " digits");
  }

  private static final Template.Scope NOTHING =
      new Template.Scope() {
        @Override
        public String value() throws NoValueException {
          throw NoValueException.wrong("it must not depend on the message");
        }

        @Override
        public JsonNode json() throws NoValueException {
          throw NoValueException.wrong("it must not depend on the message");
        }
      };
}
