package io.weir.driver.coap.internal;

import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;

/** Times of SenML to times of rows. */
final class RowTimes {
  /** SenML times below this are relative to now, RFC 8428 section 4.5.3. */
  private static final double RELATIVE = 1L << 28;

  private static final double MICROS = 1e6;

  /** A device's clock may be ahead by so much. */
  private static final double AHEAD = 60 * MICROS;

  private final GatewayClock clock;
  private final double longest;

  /**
   * @param longestSeconds how old a value may be to keep its time
   */
  RowTimes(GatewayClock clock, long longestSeconds) {
    this.clock = clock;
    longest = longestSeconds * MICROS;
  }

  /** A row's time and the quality that it leaves a good value with. */
  record RowTime(long micros, byte quality) {}

  /**
   * The row's time of a SenML time. What cannot be, is too old, or cannot be told because the
   * gateway does not know the time itself, gets the time of arrival and is uncertain.
   *
   * @param seconds of a {@link Measurement}
   */
  RowTime of(double seconds) {
    long now = clock.micros();
    if (Double.isNaN(seconds)) {
      return new RowTime(now, Quality.GOOD);
    }
    boolean isRelative = Math.abs(seconds) < RELATIVE;
    double age =
        isRelative ? -seconds * MICROS : clock.toEpoch(clock.boot(), now) - seconds * MICROS;
    boolean isTold = isRelative || clock.isTrusted(clock.boot());
    if (!isTold || age > longest || age < -AHEAD || age > now) {
      return new RowTime(now, Quality.uncertain(Reason.CLOCK));
    }
    return new RowTime(now - Math.max(0, Math.round(age)), Quality.GOOD);
  }
}
