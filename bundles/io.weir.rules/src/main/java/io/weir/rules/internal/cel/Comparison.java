package io.weir.rules.internal.cel;

import java.util.Set;

/**
 * {@code == != < <= > >=}. Numbers of both types lie on one number line; an int that is compared
 * with a double is rounded to a double first, which is exact up to 2<sup>53</sup>.
 */
final class Comparison {
  private static final Set<String> OPERATORS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private Comparison() {}

  static boolean isOperator(Token token) {
    return OPERATORS.contains(token.text());
  }

  static Typed of(Typed left, Typed right, Source source, Token operator) throws CelException {
    if (!comparable(left, right)) {
      throw source.error(operator, "cannot compare " + left.type() + " with " + right.type());
    }
    return Typed.of(CelType.BOOL, expr(left, right, operator.text()));
  }

  /** Whether values of these two can be compared. */
  static boolean comparable(Typed left, Typed right) {
    return left.type() == right.type() || (left.type().isNumber() && right.type().isNumber());
  }

  /** Compares two comparable parts. */
  static BoolExpr expr(Typed left, Typed right, String operator) {
    if (left.constant() && !right.constant()) {
      return expr(right, left, mirrored(operator));
    }
    return switch (left.type()) {
      case BOOL -> ofBools(left.bool(), right.bool(), operator);
      case STRING -> ofTexts(left.text(), right.text(), operator);
      case INT, DOUBLE -> ofNumbers(left, right, operator);
    };
  }

  private static BoolExpr ofNumbers(Typed left, Typed right, String operator) {
    if (left.type() != right.type()) {
      return ofNumbers(widened(left), widened(right), operator);
    }
    Failure slot = left.unreadable();
    if (left.type() == CelType.INT) {
      return slot != null && right.constant()
          ? LongRange.of(slot, operator, right.integerValue())
          : ofLongs(left.integer(), right.integer(), operator);
    }
    return slot != null && right.constant()
        ? DoubleRange.of(slot, operator, right.realValue())
        : ofDoubles(left.real(), right.real(), operator);
  }

  private static Typed widened(Typed number) {
    if (number.type() == CelType.DOUBLE) {
      return number;
    }
    LongExpr value = number.integer();
    Typed wide = Typed.of(CelType.DOUBLE, (DoubleExpr) frame -> (double) value.eval(frame));
    return number.constant() ? wide.folded() : wide;
  }

  private static BoolExpr ofLongs(LongExpr a, LongExpr b, String operator) {
    return switch (operator) {
      case "==" -> frame -> a.eval(frame) == b.eval(frame);
      case "!=" -> frame -> a.eval(frame) != b.eval(frame);
      case "<" -> frame -> a.eval(frame) < b.eval(frame);
      case "<=" -> frame -> a.eval(frame) <= b.eval(frame);
      case ">" -> frame -> a.eval(frame) > b.eval(frame);
      case ">=" -> frame -> a.eval(frame) >= b.eval(frame);
      default -> throw new AssertionError(operator);
    };
  }

  private static BoolExpr ofDoubles(DoubleExpr a, DoubleExpr b, String operator) {
    return switch (operator) {
      case "==" -> frame -> a.eval(frame) == b.eval(frame);
      case "!=" -> frame -> a.eval(frame) != b.eval(frame);
      case "<" -> frame -> a.eval(frame) < b.eval(frame);
      case "<=" -> frame -> a.eval(frame) <= b.eval(frame);
      case ">" -> frame -> a.eval(frame) > b.eval(frame);
      case ">=" -> frame -> a.eval(frame) >= b.eval(frame);
      default -> throw new AssertionError(operator);
    };
  }

  private static BoolExpr ofBools(BoolExpr a, BoolExpr b, String operator) {
    LongExpr x = frame -> a.eval(frame) ? 1 : 0;
    LongExpr y = frame -> b.eval(frame) ? 1 : 0;
    return ofLongs(x, y, operator);
  }

  private static BoolExpr ofTexts(TextExpr a, TextExpr b, String operator) {
    if (operator.equals("==")) {
      return frame -> a.eval(frame).equals(b.eval(frame));
    }
    LongExpr order = frame -> Texts.compare(a.eval(frame), b.eval(frame));
    return ofLongs(order, frame -> 0, operator);
  }

  private static String mirrored(String operator) {
    return switch (operator) {
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> operator;
    };
  }
}
