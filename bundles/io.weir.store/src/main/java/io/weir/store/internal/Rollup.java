package io.weir.store.internal;

import io.weir.api.model.Quality;

/**
 * What a channel's numeric samples of one stretch of time amount to. Samples, and stretches that
 * follow, are added in the order of time. Confined to one thread.
 *
 * <p>A value is held from its sample until the channel's next sample, whatever the quality of that
 * one, but no longer than {@link #MAX_HOLD}. Bad samples and values that are not a number count
 * nothing and hold nothing.
 */
final class Rollup {
  /** A value says nothing about the time this long after it, in microseconds: a day. */
  static final long MAX_HOLD = 86_400_000_000L;

  /** Larger values are not held: their integral would not be a number. */
  private static final double MOST_HELD = 1e250;

  long count;
  double min = Double.POSITIVE_INFINITY;
  double max = Double.NEGATIVE_INFINITY;
  double sum;
  double first;
  double last;

  /** Whether there is any sample, a bad one included. */
  boolean any;

  /** Times of the first and the last sample, bad ones included. */
  long start;

  long end;

  /** Whether {@link #last} is held from {@link #end} on. */
  boolean held;

  /** Held values times microseconds, and how many microseconds, from start to end. */
  double integral;

  long covered;

  /** Whether a sample counts: not bad, and a number. */
  static boolean counts(double value, byte quality) {
    return !Quality.isBad(quality) && !Double.isNaN(value);
  }

  /** Whether a value that counts is held. */
  static boolean holds(double value) {
    return Math.abs(value) <= MOST_HELD;
  }

  /** Adds a sample that is not before the last one. */
  void add(long time, double value, boolean counts) {
    if (any) {
      holdUntil(time);
    } else {
      any = true;
      start = time;
    }
    end = time;
    held = counts && holds(value);
    if (counts) {
      count(1, value, value, value, value, value);
    }
  }

  /** Adds a stretch that begins not before the last sample. */
  void add(Rollup next) {
    if (!next.any) {
      return;
    }
    if (any) {
      holdUntil(next.start);
    } else {
      any = true;
      start = next.start;
    }
    integral += next.integral;
    covered += next.covered;
    end = next.end;
    held = next.held;
    if (next.count > 0) {
      count(next.count, next.min, next.max, next.sum, next.first, next.last);
    }
  }

  /**
   * Adds a stretch that lies across this one, as far as that can be done without its samples: held
   * time is not more than there is.
   */
  void addAcross(Rollup other) {
    if (!any || !other.any || other.start >= end) {
      add(other);
      return;
    }
    double head = count == 0 || (other.count > 0 && other.start < start) ? other.first : first;
    boolean later = other.end >= end;
    double tail = count == 0 || (other.count > 0 && later) ? other.last : last;
    boolean holding = later ? other.held : held;
    long low = Math.min(start, other.start);
    long high = Math.max(end, other.end);
    double mean =
        covered + other.covered == 0 ? 0 : (integral + other.integral) / (covered + other.covered);
    if (other.count > 0) {
      count(other.count, other.min, other.max, other.sum, other.first, other.last);
    }
    first = head;
    last = tail;
    held = holding;
    start = low;
    end = high;
    covered = Math.min(high - low, covered + other.covered);
    integral = mean * covered;
  }

  private void holdUntil(long time) {
    if (held) {
      long held = Math.min(time - end, MAX_HOLD);
      integral += last * held;
      covered += held;
    }
  }

  private void count(long n, double low, double high, double total, double head, double tail) {
    if (count == 0) {
      first = head;
    }
    last = tail;
    count += n;
    min = Math.min(min, low);
    max = Math.max(max, high);
    sum += total;
  }
}
