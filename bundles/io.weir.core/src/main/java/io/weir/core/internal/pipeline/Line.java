package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.ValueType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The conditioning of one channel, compiled, and what it remembers. Confined to the pipeline. */
final class Line {
  /** How raw bits become bits of the channel's type. */
  private enum Form {
    AS_IS,
    DOUBLE,
    INTEGER,
    BOOLEAN,
    OBJECT
  }

  private static final byte BAD_RANGE = Quality.bad(Reason.RANGE);
  private static final byte BAD_STALE = Quality.bad(Reason.STALE);
  private static final byte UNCERTAIN_RANGE = Quality.uncertain(Reason.RANGE);
  private static final double INTEGER_LIMIT = 0x1p63;

  /** Forgives the last bits of a difference: 71.3 - 71.2 counts as 0.1. */
  private static final double ROUNDING = 1 - 1e-9;

  private final Channel channel;
  private final ValueType raw;
  private final Form form;
  private final Scaling scaling;
  private final double min;
  private final double max;
  private final double maxRate;
  private final boolean limited;
  private final boolean banded;
  private final double deadband;
  private final double deadbandShare;
  private final long heartbeat;
  private final long staleAfter;

  private boolean seen;
  private boolean bad;
  private double last = Double.NaN;
  private long lastTime;
  private boolean passed;
  private byte passedQuality;
  private double passedValue;
  private long passedTime;

  /** Starts without a value; stale detection counts from {@code now}. */
  Line(Channel channel, ValueType raw, long now) {
    this.channel = channel;
    this.raw = raw;
    Conditioning c = channel.conditioning();
    form = form(raw, channel.info().type(), c.isScaled());
    scaling = Scaling.of(c);
    min = c.min();
    max = c.max();
    maxRate = c.maxRate();
    limited = maxRate != Double.POSITIVE_INFINITY;
    banded = c.hasDeadband() && form != Form.OBJECT;
    deadband = c.deadband() > 0 ? c.deadband() * ROUNDING : Double.POSITIVE_INFINITY;
    deadbandShare =
        c.deadbandPercent() > 0 ? c.deadbandPercent() / 100 * ROUNDING : Double.POSITIVE_INFINITY;
    heartbeat = micros(c.heartbeat());
    staleAfter = micros(c.staleAfter());
    lastTime = now;
  }

  private static long micros(@Nullable Duration duration) {
    return duration == null ? Long.MAX_VALUE : duration.toNanos() / 1000;
  }

  private static Form form(ValueType raw, ValueType out, boolean scaled) {
    if (!out.isNumeric()) {
      return Form.OBJECT;
    }
    if (raw == out && !scaled) {
      return Form.AS_IS;
    }
    return switch (out) {
      case DOUBLE -> Form.DOUBLE;
      case INTEGER -> Form.INTEGER;
      default -> Form.BOOLEAN;
    };
  }

  /** Whether this line does the same for the same channel. */
  boolean is(Channel other, ValueType otherRaw) {
    return raw == otherRaw
        && channel.info().equals(other.info())
        && channel.conditioning().equals(other.conditioning());
  }

  boolean isWatched() {
    return staleAfter != Long.MAX_VALUE && channel.access().isReadable();
  }

  /** Conditions a row in place; returns whether it is passed on. */
  boolean apply(Batch batch, int row) {
    byte quality = batch.quality(row);
    long time = batch.time(row);
    if (Quality.isBad(quality)) {
      return reject(batch, row, time, quality);
    }
    if (form == Form.OBJECT) {
      remember(Double.NaN, time);
      return pass(Double.NaN, time, quality);
    }
    long bits = batch.bits(row);
    double value = scaling.toValue(raw.toDouble(bits));
    if (form == Form.INTEGER) {
      value = Math.rint(value);
    }
    if (!(value >= min && value <= max) || Double.isInfinite(value) || overflows(value)) {
      return reject(batch, row, time, BAD_RANGE);
    }
    if (limited && quality == Quality.GOOD && isTooFast(value, time)) {
      quality = UNCERTAIN_RANGE;
    }
    remember(value, time);
    if (!pass(value, time, quality)) {
      return false;
    }
    batch.set(row, bits(bits, value), quality);
    return true;
  }

  /** Adds a bad row if the channel has been without a value for too long. */
  void watch(long now, Batch into) {
    if (!bad && now - lastTime > staleAfter) {
      bad = true;
      passed(Double.NaN, now, BAD_STALE);
      into.add(channel.number(), now, 0, BAD_STALE);
    }
  }

  /** Passes the next row on, whatever it is. */
  void forgetPassed() {
    passed = false;
  }

  private long bits(long rawBits, double value) {
    return switch (form) {
      case DOUBLE -> Double.doubleToRawLongBits(value);
      case INTEGER -> (long) value;
      case BOOLEAN -> value != 0 ? 1 : 0;
      case AS_IS, OBJECT -> rawBits;
    };
  }

  private boolean overflows(double value) {
    return form == Form.INTEGER && (value >= INTEGER_LIMIT || value < -INTEGER_LIMIT);
  }

  private boolean isTooFast(double value, long time) {
    return seen && time > lastTime && Math.abs(value - last) * 1e6 > maxRate * (time - lastTime);
  }

  private void remember(double value, long time) {
    seen = true;
    bad = false;
    last = value;
    lastTime = time;
  }

  private boolean reject(Batch batch, int row, long time, byte quality) {
    bad = true;
    batch.set(row, 0, quality);
    return pass(Double.NaN, time, quality);
  }

  private boolean pass(double value, long time, byte quality) {
    if (banded
        && passed
        && quality == passedQuality
        && time - passedTime < heartbeat
        && (Quality.isBad(quality) || isWithinBand(value))) {
      return false;
    }
    passed(value, time, quality);
    return true;
  }

  private boolean isWithinBand(double value) {
    double change = Math.abs(value - passedValue);
    return change == 0 || (change < deadband && change < shareOf(passedValue));
  }

  private double shareOf(double value) {
    return deadbandShare == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : deadbandShare * Math.abs(value);
  }

  private void passed(double value, long time, byte quality) {
    passed = true;
    passedValue = value;
    passedTime = time;
    passedQuality = quality;
  }
}
