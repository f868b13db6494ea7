package io.weir.rules.internal.cel;

import java.util.List;

/** {@code x in [a, b]}. A list of constants is searched without evaluating anything. */
final class Membership {
  private Membership() {}

  static Typed of(Typed left, List<Typed> items, Source source, Token operator)
      throws CelException {
    for (Typed item : items) {
      if (!Comparison.comparable(left, item)) {
        throw source.error(
            operator, "a " + left.type() + " cannot be in a list that holds a " + item.type());
      }
    }
    return Typed.of(CelType.BOOL, expr(left, items));
  }

  private static BoolExpr expr(Typed left, List<Typed> items) {
    boolean plain = items.stream().allMatch(i -> i.constant() && i.type() == left.type());
    if (plain && left.type() == CelType.INT) {
      return amongLongs(left, items.stream().mapToLong(Typed::integerValue).toArray());
    }
    if (plain && left.type() == CelType.STRING) {
      return amongTexts(left, items.stream().map(Typed::textValue).toArray(String[]::new));
    }
    return amongAll(left, items);
  }

  private static BoolExpr amongLongs(Typed left, long[] values) {
    LongExpr x = left.integer();
    return frame -> {
      long wanted = x.eval(frame);
      for (long value : values) {
        if (value == wanted) {
          return true;
        }
      }
      return false;
    };
  }

  private static BoolExpr amongTexts(Typed left, String[] values) {
    TextExpr x = left.text();
    return frame -> {
      String wanted = x.eval(frame);
      for (String value : values) {
        if (value.equals(wanted)) {
          return true;
        }
      }
      return false;
    };
  }

  /** Every item is evaluated, because one that fails makes the list fail. */
  private static BoolExpr amongAll(Typed left, List<Typed> items) {
    BoolExpr[] tests =
        items.stream().map(item -> Comparison.expr(left, item, "==")).toArray(BoolExpr[]::new);
    BoolExpr probe = Comparison.expr(left, left, "==");
    return frame -> {
      boolean found = false;
      probe.eval(frame);
      for (BoolExpr test : tests) {
        found |= test.eval(frame);
      }
      return found;
    };
  }
}
