package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;

/**
 * Whether the calendar can be relied on to say what is old enough to be given up: it is confirmed
 * and has not jumped for a day. What a wrong clock would give up does not come back, and what is
 * kept a day longer does no harm. Not thread safe.
 */
final class SteadyClock {
  private static final long DAY = 86_400_000_000L;

  /** A gateway that was off for longer is treated as one whose clock has jumped. */
  private static final long OFF = 30 * DAY;

  private final GatewayClock clock;
  private boolean isKnown;
  private long offset;
  private long calmAt = Long.MIN_VALUE;

  SteadyClock(GatewayClock clock) {
    this.clock = clock;
  }

  /** Whether {@link #look} has never been called. */
  boolean isNew() {
    return !isKnown;
  }

  /**
   * Looks at the clock; returns whether it can be relied on.
   *
   * @param newest epoch microseconds of the newest that is stored, or 0 for nothing; asked for once
   */
  boolean look(long newest) {
    long now = clock.micros();
    long ahead = clock.toEpoch(clock.boot(), now) - now;
    boolean jumped =
        isKnown
            ? Math.abs(ahead - offset) > DAY
            : newest > 0 && Math.abs(ahead + now - newest) > OFF;
    if (jumped) {
      calmAt = now + DAY;
    }
    isKnown = true;
    offset = ahead;
    return clock.isTrusted(clock.boot()) && now >= calmAt;
  }
}
