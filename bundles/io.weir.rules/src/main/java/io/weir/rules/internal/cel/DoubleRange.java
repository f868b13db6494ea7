package io.weir.rules.internal.cel;

import io.weir.api.model.Quality;

/**
 * A double variable compared with a constant: every comparison is a test whether the value lies
 * within two limits, so that one class does them all in one step. {@code NaN} lies in no range.
 */
record DoubleRange(int slot, Failure unreadable, double min, double max, boolean inside)
    implements BoolExpr {

  static DoubleRange of(Failure unreadable, String operator, double limit) {
    double lowest = Double.NEGATIVE_INFINITY;
    double highest = Double.POSITIVE_INFINITY;
    return switch (operator) {
      case "==" -> new DoubleRange(unreadable.slot(), unreadable, limit, limit, true);
      case "!=" -> new DoubleRange(unreadable.slot(), unreadable, limit, limit, false);
      case "<=" -> new DoubleRange(unreadable.slot(), unreadable, lowest, limit, true);
      case ">=" -> new DoubleRange(unreadable.slot(), unreadable, limit, highest, true);
      case "<" ->
          limit == lowest
              ? nothing(unreadable)
              : new DoubleRange(unreadable.slot(), unreadable, lowest, Math.nextDown(limit), true);
      case ">" ->
          limit == highest
              ? nothing(unreadable)
              : new DoubleRange(unreadable.slot(), unreadable, Math.nextUp(limit), highest, true);
      default -> throw new AssertionError(operator);
    };
  }

  private static DoubleRange nothing(Failure unreadable) {
    return new DoubleRange(unreadable.slot(), unreadable, Double.NaN, Double.NaN, true);
  }

  @Override
  public boolean eval(Frame frame) {
    if (Quality.isBad(frame.quality[slot])) {
      frame.fail(unreadable);
      return false;
    }
    double value = Double.longBitsToDouble(frame.bits[slot]);
    return (value >= min && value <= max) == inside;
  }
}
