package io.weir.rules.internal.cel;

import io.weir.api.model.Quality;

/**
 * An integer variable compared with a constant: every comparison is a test whether the value lies
 * within two limits, so that one class does them all in one step.
 */
record LongRange(int slot, Failure unreadable, long min, long max, boolean inside)
    implements BoolExpr {

  static LongRange of(Failure unreadable, String operator, long limit) {
    return switch (operator) {
      case "==" -> new LongRange(unreadable.slot(), unreadable, limit, limit, true);
      case "!=" -> new LongRange(unreadable.slot(), unreadable, limit, limit, false);
      case "<" -> new LongRange(unreadable.slot(), unreadable, limit, Long.MAX_VALUE, false);
      case "<=" -> new LongRange(unreadable.slot(), unreadable, Long.MIN_VALUE, limit, true);
      case ">" -> new LongRange(unreadable.slot(), unreadable, Long.MIN_VALUE, limit, false);
      case ">=" -> new LongRange(unreadable.slot(), unreadable, limit, Long.MAX_VALUE, true);
      default -> throw new AssertionError(operator);
    };
  }

  @Override
  public boolean eval(Frame frame) {
    if (Quality.isBad(frame.quality[slot])) {
      frame.fail(unreadable);
      return false;
    }
    long value = frame.bits[slot];
    return (value >= min && value <= max) == inside;
  }
}
