package io.weir.rules.internal.cel;

/**
 * {@code + - * / %} and negation. Integers are 64 bit and fail on overflow and division by zero;
 * doubles follow IEEE 754. There is no implicit conversion.
 */
final class Arithmetic {
  private Arithmetic() {}

  static Typed of(Typed left, Typed right, Source source, Token operator) throws CelException {
    if (left.type() == CelType.INT && right.type() == CelType.INT) {
      return Typed.of(CelType.INT, integer(left.integer(), right.integer(), source, operator));
    }
    boolean remainder = operator.is("%");
    if (left.type() == CelType.DOUBLE && right.type() == CelType.DOUBLE && !remainder) {
      return Typed.of(CelType.DOUBLE, real(left.real(), right.real(), operator));
    }
    if (left.type() == CelType.STRING && right.type() == CelType.STRING && operator.is("+")) {
      TextExpr a = left.text();
      TextExpr b = right.text();
      return Typed.of(CelType.STRING, (TextExpr) frame -> a.eval(frame).concat(b.eval(frame)));
    }
    String fix = "";
    if (left.type().isNumber() && right.type().isNumber()) {
      fix =
          remainder
              ? "; the remainder is defined for int only, convert with int()"
              : "; convert the int with double(), or write it with a point";
    }
    throw source.error(
        operator, "cannot be applied to " + left.type() + " and " + right.type() + fix);
  }

  static Typed negate(Typed operand, Source source, Token operator) throws CelException {
    if (operand.type() == CelType.DOUBLE) {
      DoubleExpr a = operand.real();
      return Typed.of(CelType.DOUBLE, (DoubleExpr) frame -> -a.eval(frame));
    }
    if (operand.type() == CelType.INT) {
      LongExpr a = operand.integer();
      Failure overflow = overflow(source, operator);
      return Typed.of(
          CelType.INT,
          (LongExpr)
              frame -> {
                long value = a.eval(frame);
                if (value == Long.MIN_VALUE) {
                  frame.fail(overflow);
                }
                return -value;
              });
    }
    throw source.error(operator, "cannot be applied to " + operand.type());
  }

  private static DoubleExpr real(DoubleExpr a, DoubleExpr b, Token operator) {
    return switch (operator.text()) {
      case "+" -> frame -> a.eval(frame) + b.eval(frame);
      case "-" -> frame -> a.eval(frame) - b.eval(frame);
      case "*" -> frame -> a.eval(frame) * b.eval(frame);
      case "/" -> frame -> a.eval(frame) / b.eval(frame);
      default -> throw new AssertionError(operator);
    };
  }

  private static LongExpr integer(LongExpr a, LongExpr b, Source source, Token operator) {
    Failure overflow = overflow(source, operator);
    return switch (operator.text()) {
      case "+" ->
          frame -> {
            long x = a.eval(frame);
            long y = b.eval(frame);
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) < 0) {
              frame.fail(overflow);
            }
            return sum;
          };
      case "-" ->
          frame -> {
            long x = a.eval(frame);
            long y = b.eval(frame);
            long difference = x - y;
            if (((x ^ y) & (x ^ difference)) < 0) {
              frame.fail(overflow);
            }
            return difference;
          };
      case "*" ->
          frame -> {
            long x = a.eval(frame);
            long y = b.eval(frame);
            long product = x * y;
            if (Math.multiplyHigh(x, y) != product >> 63) {
              frame.fail(overflow);
            }
            return product;
          };
      case "/" -> divide(a, b, overflow, source.failure(operator, "division by zero"));
      case "%" -> remainder(a, b, overflow, source.failure(operator, "modulus by zero"));
      default -> throw new AssertionError(operator);
    };
  }

  private static LongExpr divide(LongExpr a, LongExpr b, Failure overflow, Failure byZero) {
    return frame -> {
      long x = a.eval(frame);
      long y = b.eval(frame);
      if (y == 0) {
        frame.fail(byZero);
        return 0;
      }
      if (x == Long.MIN_VALUE && y == -1) {
        frame.fail(overflow);
      }
      return x / y;
    };
  }

  private static LongExpr remainder(LongExpr a, LongExpr b, Failure overflow, Failure byZero) {
    return frame -> {
      long x = a.eval(frame);
      long y = b.eval(frame);
      if (y == 0) {
        frame.fail(byZero);
        return 0;
      }
      if (x == Long.MIN_VALUE && y == -1) {
        frame.fail(overflow);
      }
      return x % y;
    };
  }

  private static Failure overflow(Source source, Token operator) {
    return source.failure(operator, "integer overflow in " + operator.quoted());
  }
}
