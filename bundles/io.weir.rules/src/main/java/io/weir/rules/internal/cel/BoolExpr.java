package io.weir.rules.internal.cel;

/** A compiled expression for a truth value. */
@FunctionalInterface
interface BoolExpr extends Expr {
  /** The value; without meaning when {@link Frame#failure()} is set afterwards. */
  boolean eval(Frame frame);
}
