package io.weir.rules.internal.cel;

/** A compiled expression for an integer. */
@FunctionalInterface
interface LongExpr extends Expr {
  /** The value; without meaning when {@link Frame#failure()} is set afterwards. */
  long eval(Frame frame);
}
