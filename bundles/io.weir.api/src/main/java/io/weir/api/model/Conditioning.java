package io.weir.api.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a raw value before it counts as a sample, in this order: scale, range, rate, dead
 * band.
 *
 * @param scale factor applied to the raw value; {@code NaN} when neither scale nor offset is set
 * @param offset added after the factor
 * @param min lowest value that is good, {@code -Infinity} for none; below it is {@code bad/range}
 * @param max highest value that is good, {@code +Infinity} for none
 * @param maxRate largest believable change in units a second, {@code +Infinity} for none; a faster
 *     one is {@code uncertain/range}
 * @param deadband smallest absolute change that is passed on, 0 for none
 * @param deadbandPercent smallest change in percent of the last value passed on, 0 for none
 * @param heartbeat with a dead band, an unchanged value is passed on at least this often; null for
 *     never
 * @param staleAfter without a good value for so long the channel turns {@code bad/stale}; null for
 *     never
 */
public record Conditioning(
    double scale,
    double offset,
    double min,
    double max,
    double maxRate,
    double deadband,
    double deadbandPercent,
    @Nullable Duration heartbeat,
    @Nullable Duration staleAfter) {

  /** Passes every value as it is. */
  public static final Conditioning NONE =
      new Conditioning(
          Double.NaN,
          0,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          0,
          0,
          null,
          null);

  /** Whether raw values are turned into engineering units. */
  public boolean isScaled() {
    return !Double.isNaN(scale);
  }

  /** Whether unchanged values may be held back. */
  public boolean hasDeadband() {
    return deadband > 0 || deadbandPercent > 0;
  }
}
