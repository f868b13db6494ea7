package io.weir.rules.internal.cel;

/** A compiled expression for a double. */
@FunctionalInterface
interface DoubleExpr extends Expr {
  /** The value; without meaning when {@link Frame#failure()} is set afterwards. */
  double eval(Frame frame);
}
