package io.weir.web.internal;

import java.time.Duration;

/**
 * From when to when a query asks, in epoch microseconds.
 *
 * @param from first moment
 * @param to moment after the last
 */
record TimeRange(long from, long to) {
  private static final long DEFAULT = Duration.ofHours(1).toNanos() / 1000;

  /** The parameters {@code from} and {@code to}; the last hour without them. */
  static TimeRange of(Exchange exchange, long now) throws ApiException {
    long to = Times.parse("to", exchange.parameter("to"), now);
    long from = Times.parse("from", exchange.parameter("from"), Math.max(0, to - DEFAULT));
    if (from >= to) {
      throw ApiException.bad("from", from, "use a time before 'to', which is " + to);
    }
    return new TimeRange(from, to);
  }

  long length() {
    return to - from;
  }
}
