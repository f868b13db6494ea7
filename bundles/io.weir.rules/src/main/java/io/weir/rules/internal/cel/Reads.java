package io.weir.rules.internal.cel;

import io.weir.api.model.Quality;

/** Closures that read a slot. A slot without a value is a failure. */
final class Reads {
  private Reads() {}

  static Expr of(CelType type, Failure unreadable) {
    int slot = unreadable.slot();
    return switch (type) {
      case BOOL -> new BoolSlot(slot, unreadable, true);
      case INT ->
          (LongExpr)
              frame -> {
                if (Quality.isBad(frame.quality[slot])) {
                  frame.fail(unreadable);
                  return 0;
                }
                return frame.bits[slot];
              };
      case DOUBLE ->
          (DoubleExpr)
              frame -> {
                if (Quality.isBad(frame.quality[slot])) {
                  frame.fail(unreadable);
                  return 0;
                }
                return Double.longBitsToDouble(frame.bits[slot]);
              };
      case STRING ->
          (TextExpr)
              frame -> {
                String text = frame.text[slot];
                if (text == null || Quality.isBad(frame.quality[slot])) {
                  frame.fail(unreadable);
                  return "";
                }
                return text;
              };
    };
  }

  /** The negation; of a variable in one step. */
  static BoolExpr negated(Typed operand) {
    if (operand.bool() instanceof BoolSlot read) {
      return new BoolSlot(read.slot, read.unreadable, !read.expected);
    }
    BoolExpr inner = operand.bool();
    return frame -> !inner.eval(frame);
  }

  /** Whether a slot's quality is good; never a failure. */
  static BoolExpr isGood(int slot) {
    return frame -> Quality.level(frame.quality[slot]) == Quality.Level.GOOD;
  }

  private record BoolSlot(int slot, Failure unreadable, boolean expected) implements BoolExpr {
    @Override
    public boolean eval(Frame frame) {
      if (Quality.isBad(frame.quality[slot])) {
        frame.fail(unreadable);
        return false;
      }
      return (frame.bits[slot] != 0) == expected;
    }
  }
}
