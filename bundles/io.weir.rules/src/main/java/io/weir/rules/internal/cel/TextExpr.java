package io.weir.rules.internal.cel;

/** A compiled expression for a text. */
@FunctionalInterface
interface TextExpr extends Expr {
  /** The value; without meaning when {@link Frame#failure()} is set afterwards. */
  String eval(Frame frame);
}
