package io.weir.rules.internal.cel;

import static io.weir.rules.internal.cel.CelType.BOOL;
import static io.weir.rules.internal.cel.CelType.DOUBLE;
import static io.weir.rules.internal.cel.CelType.INT;

import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** The functions of CEL's {@code math} extension for int and double. */
final class MathFunctions {
  private MathFunctions() {}

  static void define() {
    define("math.abs", Math::abs);
    define("math.ceil", Math::ceil);
    define("math.floor", Math::floor);
    define("math.round", x -> Math.copySign(roundHalfUp(Math.abs(x)), x));
    define("math.trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x));
    define("math.sign", Math::signum);
    define("math.sqrt", Math::sqrt);
    test("math.isNaN", Double::isNaN);
    test("math.isInf", Double::isInfinite);
    test("math.isFinite", Double::isFinite);
    ofLongs();
    bits("math.bitAnd", (a, b) -> a & b);
    bits("math.bitOr", (a, b) -> a | b);
    bits("math.bitXor", (a, b) -> a ^ b);
    shift("math.bitShiftLeft", (a, b) -> a << b);
    shift("math.bitShiftRight", (a, b) -> a >>> b);
  }

  private static void ofLongs() {
    Functions.define(
        "math.abs",
        Functions.LONG,
        INT,
        "integer overflow in math.abs",
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          return (LongExpr)
              frame -> {
                long value = x.eval(frame);
                if (value == Long.MIN_VALUE) {
                  frame.fail(failure);
                }
                return Math.abs(value);
              };
        });
    Functions.define(
        "math.sign",
        Functions.LONG,
        INT,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          return (LongExpr) frame -> Long.signum(x.eval(frame));
        });
    Functions.define(
        "math.sqrt",
        Functions.LONG,
        DOUBLE,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          return (DoubleExpr) frame -> Math.sqrt((double) x.eval(frame));
        });
    Functions.define(
        "math.bitNot",
        Functions.LONG,
        INT,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          return (LongExpr) frame -> ~x.eval(frame);
        });
  }

  private static double roundHalfUp(double size) {
    double floor = Math.floor(size);
    return size - floor >= 0.5 ? floor + 1 : floor;
  }

  private static void define(String name, DoubleUnaryOperator operator) {
    Functions.define(
        name,
        Functions.REAL,
        DOUBLE,
        (a, failure) -> {
          DoubleExpr x = a.get(0).real();
          return (DoubleExpr) frame -> operator.applyAsDouble(x.eval(frame));
        });
  }

  private static void test(String name, DoublePredicate predicate) {
    Functions.define(
        name,
        Functions.REAL,
        BOOL,
        (a, failure) -> {
          DoubleExpr x = a.get(0).real();
          return (BoolExpr) frame -> predicate.test(x.eval(frame));
        });
  }

  private static void bits(String name, LongBinaryOperator operator) {
    Functions.define(
        name,
        Functions.LONGS,
        INT,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          LongExpr y = a.get(1).integer();
          return (LongExpr) frame -> operator.applyAsLong(x.eval(frame), y.eval(frame));
        });
  }

  private static void shift(String name, LongBinaryOperator operator) {
    String reason = "the distance of " + name + " is negative";
    Functions.define(
        name,
        Functions.LONGS,
        INT,
        reason,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          LongExpr y = a.get(1).integer();
          return (LongExpr)
              frame -> {
                long value = x.eval(frame);
                long distance = y.eval(frame);
                if (distance < 0) {
                  frame.fail(failure);
                }
                return distance < 0 || distance > 63 ? 0 : operator.applyAsLong(value, distance);
              };
        });
  }
}
