package io.weir.api.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling from a first delay up to a cap, with jitter, so
 * that many gateways do not come back at the same moment. Confined to one thread.
 */
public final class Backoff {
  private final long first;
  private final long cap;
  private final RandomGenerator random;
  private long next;

  /**
   * @param first upper bound of the first delay
   * @param cap upper bound of every delay
   * @param random source of the jitter
   */
  public Backoff(Duration first, Duration cap, RandomGenerator random) {
    this.first = Math.max(1, first.toNanos() / 1000);
    this.cap = Math.max(this.first, cap.toNanos() / 1000);
    this.random = random;
    next = this.first;
  }

  /**
   * Microseconds to wait now, between half of this try's bound and the bound; the bound doubles.
   */
  public long nextMicros() {
    long bound = next;
    next = bound > cap / 2 ? cap : bound * 2;
    return bound - random.nextLong(bound / 2 + 1);
  }

  /** Starts over, after a success. */
  public void reset() {
    next = first;
  }
}
