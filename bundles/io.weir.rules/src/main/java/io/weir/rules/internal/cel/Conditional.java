package io.weir.rules.internal.cel;

/** {@code c ? a : b}: only the branch taken is evaluated. */
final class Conditional {
  private Conditional() {}

  static Expr of(BoolExpr condition, Typed yes, Typed no) {
    switch (yes.type()) {
      case BOOL -> {
        BoolExpr a = yes.bool();
        BoolExpr b = no.bool();
        return (BoolExpr)
            frame -> {
              boolean first = condition.eval(frame);
              return frame.failure == null && (first ? a : b).eval(frame);
            };
      }
      case INT -> {
        LongExpr a = yes.integer();
        LongExpr b = no.integer();
        return (LongExpr)
            frame -> {
              boolean first = condition.eval(frame);
              return frame.failure == null ? (first ? a : b).eval(frame) : 0;
            };
      }
      case DOUBLE -> {
        DoubleExpr a = yes.real();
        DoubleExpr b = no.real();
        return (DoubleExpr)
            frame -> {
              boolean first = condition.eval(frame);
              return frame.failure == null ? (first ? a : b).eval(frame) : 0;
            };
      }
      case STRING -> {
        TextExpr a = yes.text();
        TextExpr b = no.text();
        return (TextExpr)
            frame -> {
              boolean first = condition.eval(frame);
              return frame.failure == null ? (first ? a : b).eval(frame) : "";
            };
      }
    }
    throw new AssertionError(yes.type());
  }
}
