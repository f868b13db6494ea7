package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.ValueType;
import io.weir.core.internal.pipeline.Treatment.Form;

/** The conditioning of one channel and what it remembers. Confined to the pipeline. */
final class Line {
  private static final byte BAD_RANGE = Quality.bad(Reason.RANGE);
  private static final byte BAD_STALE = Quality.bad(Reason.STALE);
  private static final byte UNCERTAIN_RANGE = Quality.uncertain(Reason.RANGE);

  private final Channel channel;
  private final Treatment treatment;

  private boolean seen;
  private boolean bad;
  private double last = Double.NaN;
  private long lastTime;
  private boolean passed;
  private byte passedQuality;
  private double passedValue;
  private long passedTime;

  /** Starts without a value; stale detection counts from {@code now}. */
  Line(Channel channel, Treatment treatment, long now) {
    this.channel = channel;
    this.treatment = treatment;
    lastTime = now;
  }

  /** Whether this line does the same for the same channel. */
  boolean is(Channel other, ValueType otherRaw) {
    return treatment.raw == otherRaw
        && channel.info().equals(other.info())
        && channel.conditioning().equals(other.conditioning());
  }

  boolean isWatched() {
    return treatment.staleAfter != Long.MAX_VALUE && channel.access().isReadable();
  }

  /** Conditions a row in place; returns whether it is passed on. */
  boolean apply(Batch batch, int row) {
    byte quality = batch.quality(row);
    long time = batch.time(row);
    if (Quality.isBad(quality)) {
      return reject(batch, row, time, quality);
    }
    if (treatment.form == Form.OBJECT) {
      remember(Double.NaN, time);
      return pass(Double.NaN, time, quality);
    }
    long bits = batch.bits(row);
    double value = treatment.scaling.toValue(treatment.raw.toDouble(bits));
    if (treatment.form == Form.INTEGER) {
      value = Math.rint(value);
    }
    if (!treatment.allows(value)) {
      return reject(batch, row, time, BAD_RANGE);
    }
    if (treatment.limited && quality == Quality.GOOD && isTooFast(value, time)) {
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
    if (!bad && now - lastTime > treatment.staleAfter) {
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
    return switch (treatment.form) {
      case DOUBLE -> Double.doubleToRawLongBits(value);
      case INTEGER -> (long) value;
      case BOOLEAN -> value != 0 ? 1 : 0;
      case AS_IS, OBJECT -> rawBits;
    };
  }

  private boolean isTooFast(double value, long time) {
    return seen
        && time > lastTime
        && Math.abs(value - last) * 1e6 > treatment.maxRate * (time - lastTime);
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
    if (treatment.banded
        && passed
        && quality == passedQuality
        && time - passedTime < treatment.heartbeat
        && (Quality.isBad(quality) || treatment.isWithinBand(passedValue, value))) {
      return false;
    }
    passed(value, time, quality);
    return true;
  }

  private void passed(double value, long time, byte quality) {
    passed = true;
    passedValue = value;
    passedTime = time;
    passedQuality = quality;
  }
}
