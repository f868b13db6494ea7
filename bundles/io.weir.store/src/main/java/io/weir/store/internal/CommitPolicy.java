package io.weir.store.internal;

/**
 * How long telemetry may wait for its commit: as configured, or longer while more is written than
 * the budget allows.
 *
 * <p>Twice as long after an hour beyond the budget, up to the longest; half as long after an hour
 * at less than half of it, which at most doubles what is written and so keeps within the budget.
 * Not thread safe.
 */
final class CommitPolicy {
  /** So long is looked at before anything is changed. */
  static final long WINDOW = 3_600_000_000L;

  private final long budget;
  private final long configured;
  private final long longest;
  private long millis;
  private WearMeter.Slice window = WearMeter.Slice.NOTHING;
  private double pace;

  /**
   * @param budget bytes a day; 0 for none
   * @param configured commit interval as configured, in milliseconds
   * @param longest the longest that may be chosen
   */
  CommitPolicy(long budget, long configured, long longest) {
    this.budget = budget;
    this.configured = configured;
    this.longest = Math.max(configured, longest);
    this.millis = configured;
  }

  /** Takes in what was written; returns the interval for what comes. */
  long next(WearMeter.Slice since) {
    window = window.and(since);
    if (budget > 0 && window.micros() >= WINDOW) {
      pace = window.perDay(window.bytes());
      if (pace > budget) {
        millis = Math.min(longest, millis * 2);
      } else if (pace <= budget / 2.0) {
        millis = Math.max(configured, millis / 2);
      }
      window = WearMeter.Slice.NOTHING;
    }
    return millis;
  }

  /** The interval in force. */
  long millis() {
    return millis;
  }

  /** Whether more is written than the budget allows although commits are as far apart as may be. */
  boolean isExceeded() {
    return pace > budget && millis == longest;
  }

  /** Why the interval is not the configured one, or what is wrong; empty if there is nothing. */
  String reason() {
    String slower = "";
    if (millis > configured) {
      slower =
          "telemetry is committed every %d ms instead of %d to spare the card: it was written to at"
              .formatted(millis, configured);
    } else if (isExceeded() && budget > 0) {
      slower = "the card is written to at";
    }
    if (slower.isEmpty()) {
      return "";
    }
    String figures = " %.1f GB a day, the budget is %.1f".formatted(pace / 1e9, budget / 1e9);
    return slower
        + figures
        + (isExceeded()
            ? "; that is beyond it all the same: poll less, use dead bands, see what else writes to"
                + " the card, or raise wear.budget.bytes.per.day"
            : "");
  }
}
