package io.weir.rules.internal.cel;

import static io.weir.rules.internal.cel.CelType.BOOL;
import static io.weir.rules.internal.cel.CelType.INT;

/** {@code size contains startsWith endsWith}. */
final class TextFunctions {
  private interface Test {
    boolean test(String text, String part);
  }

  private TextFunctions() {}

  static void define() {
    Functions.Maker size =
        (a, failure) -> {
          TextExpr text = a.get(0).text();
          return (LongExpr)
              frame -> {
                String value = text.eval(frame);
                return value.codePointCount(0, value.length());
              };
        };
    Functions.define("size", Functions.TEXT, INT, size);
    Functions.defineReceiver("size", Functions.TEXT, INT, size);
    test("contains", String::contains);
    test("startsWith", String::startsWith);
    test("endsWith", String::endsWith);
  }

  private static void test(String name, Test test) {
    Functions.defineReceiver(
        name,
        Functions.TEXTS,
        BOOL,
        (a, failure) -> {
          TextExpr text = a.get(0).text();
          TextExpr part = a.get(1).text();
          return (BoolExpr) frame -> test.test(text.eval(frame), part.eval(frame));
        });
  }
}
