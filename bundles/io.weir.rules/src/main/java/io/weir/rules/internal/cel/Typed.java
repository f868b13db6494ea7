package io.weir.rules.internal.cel;

import org.jspecify.annotations.Nullable;

/**
 * A compiled part of an expression.
 *
 * @param type its type
 * @param expr the closure, of the interface that belongs to the type
 * @param constant whether the value never changes, and evaluation cannot fail
 * @param unreadable when the part is nothing but a variable, the failure of reading it; it names
 *     the slot
 */
record Typed(CelType type, Expr expr, boolean constant, @Nullable Failure unreadable) {
  private static final Frame NO_FRAME = new Frame(0);

  /** A part that depends on the frame. */
  static Typed of(CelType type, Expr expr) {
    return new Typed(type, expr, false, null);
  }

  static Typed constant(boolean value) {
    return new Typed(CelType.BOOL, (BoolExpr) frame -> value, true, null);
  }

  static Typed constant(long value) {
    return new Typed(CelType.INT, (LongExpr) frame -> value, true, null);
  }

  static Typed constant(double value) {
    return new Typed(CelType.DOUBLE, (DoubleExpr) frame -> value, true, null);
  }

  static Typed constant(String value) {
    return new Typed(CelType.STRING, (TextExpr) frame -> value, true, null);
  }

  BoolExpr bool() {
    return (BoolExpr) expr;
  }

  LongExpr integer() {
    return (LongExpr) expr;
  }

  DoubleExpr real() {
    return (DoubleExpr) expr;
  }

  TextExpr text() {
    return (TextExpr) expr;
  }

  /** The value of a constant integer. */
  long integerValue() {
    return integer().eval(NO_FRAME);
  }

  /** The value of a constant double. */
  double realValue() {
    return real().eval(NO_FRAME);
  }

  /** The value of a constant text. */
  String textValue() {
    return text().eval(NO_FRAME);
  }

  /** This part as a constant; itself when its evaluation fails, which is then its meaning. */
  Typed folded() {
    Frame frame = new Frame(0);
    Typed value =
        switch (type) {
          case BOOL -> constant(bool().eval(frame));
          case INT -> constant(integer().eval(frame));
          case DOUBLE -> constant(real().eval(frame));
          case STRING -> constant(text().eval(frame));
        };
    return frame.failure == null ? value : this;
  }
}
