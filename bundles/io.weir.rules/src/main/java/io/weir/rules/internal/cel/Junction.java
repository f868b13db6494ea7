package io.weir.rules.internal.cel;

import org.jspecify.annotations.Nullable;

/**
 * And ({@code decisive} is false) and or (it is true) with CEL's commutative meaning: a term that
 * decides absorbs the failure of any other.
 */
record Junction(BoolExpr[] terms, boolean decisive) implements BoolExpr {
  @Override
  public boolean eval(Frame frame) {
    if (frame.failure != null) {
      return false;
    }
    @Nullable Failure first = null;
    for (BoolExpr term : terms) {
      boolean value = term.eval(frame);
      if (frame.failure != null) {
        first = first == null ? frame.failure : first;
        frame.failure = null;
      } else if (value == decisive) {
        return decisive;
      }
    }
    if (first != null) {
      frame.failure = first;
    }
    return !decisive;
  }
}
