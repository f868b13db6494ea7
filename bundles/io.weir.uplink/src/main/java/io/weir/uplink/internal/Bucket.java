package io.weir.uplink.internal;

/**
 * A token bucket that holds a second's worth. What is spent may go below zero: then nothing goes
 * until the debt is paid, so that a message larger than the rate passes too, more rarely. Confined
 * to one thread.
 */
final class Bucket {
  private final long perSecond;
  private double tokens;
  private long filledAt;

  /**
   * @param perSecond the rate; 0 for no limit
   */
  Bucket(long perSecond, long now) {
    this.perSecond = perSecond;
    tokens = perSecond;
    filledAt = now;
  }

  void spend(long amount, long now) {
    fill(now);
    tokens -= amount;
  }

  /** When the next may go, monotonic microseconds; not after now if it may go now. */
  long readyAt(long now) {
    if (perSecond == 0) {
      return now;
    }
    fill(now);
    return tokens > 0 ? now : now + 1 + (long) Math.ceil(-tokens * 1e6 / perSecond);
  }

  private void fill(long now) {
    tokens = Math.min((double) perSecond, tokens + (now - filledAt) * 1e-6 * perSecond);
    filledAt = now;
  }
}
