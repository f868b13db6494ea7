package io.weir.store.internal;

import java.util.Locale;

/**
 * How long telemetry may wait for its commit: as configured, or longer while more is written than
 * the budget allows.
 *
 * <p>Twice as long after an hour beyond the budget, up to the longest; half as long after an hour
 * at less than half of it, which at most doubles what is written and so keeps within the budget.
 * What it comes to is measured over the next hour. Not thread safe.
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
  private double cause;
  private boolean exceeded;

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
      exceeded = pace > budget && millis == longest;
      if (pace > budget && !exceeded) {
        cause = pace;
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

  /** Whether more was written than the budget allows while commits were as far apart as may be. */
  boolean isExceeded() {
    return exceeded;
  }

  /** Why the interval is not the configured one, or what is wrong; empty if there is nothing. */
  String reason() {
    String reason = "";
    if (millis > configured) {
      reason =
          "telemetry is committed every "
              + millis
              + " ms instead of "
              + configured
              + " to spare the card: it was written to at "
              + figures(cause);
    }
    if (exceeded) {
      reason +=
          (reason.isEmpty() ? "the card is written to at " : "; it still is at ")
              + figures(pace)
              + ": poll less, use dead bands, see what else writes to the card, or raise"
              + " wear.budget.bytes.per.day";
    }
    return reason;
  }

  private String figures(double bytesPerDay) {
    return amount(bytesPerDay) + " a day, the budget is " + amount((double) budget);
  }

  private static String amount(double bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
