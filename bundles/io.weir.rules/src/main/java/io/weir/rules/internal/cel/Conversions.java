package io.weir.rules.internal.cel;

import static io.weir.rules.internal.cel.CelType.BOOL;
import static io.weir.rules.internal.cel.CelType.DOUBLE;
import static io.weir.rules.internal.cel.CelType.INT;
import static io.weir.rules.internal.cel.CelType.STRING;

/** {@code int() double() string() bool()}. */
final class Conversions {
  private Conversions() {}

  static void define() {
    toInt();
    toDouble();
    Functions.define("bool", Functions.one(BOOL), BOOL, (a, failure) -> a.get(0).expr());
    Functions.define(
        "bool",
        Functions.TEXT,
        BOOL,
        "the text is neither true nor false",
        (a, failure) -> {
          TextExpr text = a.get(0).text();
          return (BoolExpr) frame -> parseBool(text.eval(frame), frame, failure);
        });
    Functions.define("string", Functions.TEXT, STRING, (a, failure) -> a.get(0).expr());
    Functions.define(
        "string",
        Functions.one(BOOL),
        STRING,
        (a, failure) -> {
          BoolExpr x = a.get(0).bool();
          return (TextExpr) frame -> Boolean.toString(x.eval(frame));
        });
    Functions.define(
        "string",
        Functions.LONG,
        STRING,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          return (TextExpr) frame -> Long.toString(x.eval(frame));
        });
    Functions.define(
        "string",
        Functions.REAL,
        STRING,
        (a, failure) -> {
          DoubleExpr x = a.get(0).real();
          return (TextExpr) frame -> Numbers.print(x.eval(frame));
        });
  }

  private static void toInt() {
    Functions.define("int", Functions.LONG, INT, (a, failure) -> a.get(0).expr());
    Functions.define(
        "int",
        Functions.REAL,
        INT,
        "the double is out of the range of int",
        (a, failure) -> {
          DoubleExpr x = a.get(0).real();
          return (LongExpr)
              frame -> {
                double value = x.eval(frame);
                if (!Numbers.fitsLong(value)) {
                  frame.fail(failure);
                }
                return (long) value;
              };
        });
    Functions.define(
        "int",
        Functions.TEXT,
        INT,
        "the text is not a 64-bit integer",
        (a, failure) -> {
          TextExpr x = a.get(0).text();
          return (LongExpr)
              frame -> {
                String text = x.eval(frame);
                if (!Numbers.isLong(text)) {
                  frame.fail(failure);
                  return 0;
                }
                return Long.parseLong(text);
              };
        });
  }

  private static void toDouble() {
    Functions.define("double", Functions.REAL, DOUBLE, (a, failure) -> a.get(0).expr());
    Functions.define(
        "double",
        Functions.LONG,
        DOUBLE,
        (a, failure) -> {
          LongExpr x = a.get(0).integer();
          return (DoubleExpr) frame -> (double) x.eval(frame);
        });
    Functions.define(
        "double",
        Functions.TEXT,
        DOUBLE,
        "the text is not a number",
        (a, failure) -> {
          TextExpr x = a.get(0).text();
          return (DoubleExpr)
              frame -> {
                String text = x.eval(frame);
                if (!Numbers.isDouble(text)) {
                  frame.fail(failure);
                  return 0;
                }
                return Double.parseDouble(text);
              };
        });
  }

  private static boolean parseBool(String text, Frame frame, Failure failure) {
    switch (text) {
      case "true", "True", "TRUE", "t", "1" -> {
        return true;
      }
      case "false", "False", "FALSE", "f", "0" -> {
        return false;
      }
      default -> {
        frame.fail(failure);
        return false;
      }
    }
  }
}
