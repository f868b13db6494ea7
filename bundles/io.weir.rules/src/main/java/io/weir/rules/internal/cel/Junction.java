package io.weir.rules.internal.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * And ({@code decisive} is false) and or (it is true) with CEL's commutative meaning: a term that
 * decides absorbs the failure of any other.
 */
record Junction(BoolExpr[] terms, boolean decisive) implements BoolExpr {
  static BoolExpr of(List<BoolExpr> terms, boolean decisive) {
    return terms.size() == 2
        ? new Pair(terms.get(0), terms.get(1), decisive)
        : new Junction(terms.toArray(BoolExpr[]::new), decisive);
  }

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

  /** The common case of two terms, without a loop. */
  private record Pair(BoolExpr left, BoolExpr right, boolean decisive) implements BoolExpr {
    @Override
    public boolean eval(Frame frame) {
      if (frame.failure != null) {
        return false;
      }
      boolean value = left.eval(frame);
      Failure first = frame.failure;
      if (first == null) {
        return value == decisive ? decisive : right.eval(frame);
      }
      frame.failure = null;
      value = right.eval(frame);
      if (frame.failure != null || value != decisive) {
        frame.failure = first;
      }
      return value;
    }
  }
}
