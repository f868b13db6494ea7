package io.weir.core.internal.pipeline;

import io.weir.api.model.Channel;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ValueType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A conditioning, compiled: one for all channels that are treated alike. Immutable. */
final class Treatment {
  /** How raw bits become bits of the channel's type. */
  enum Form {
    AS_IS,
    DOUBLE,
    INTEGER,
    BOOLEAN,
    OBJECT
  }

  /** What makes treatments the same. */
  record Key(ValueType raw, ValueType type, Conditioning conditioning) {
    static Key of(Channel channel, ValueType raw) {
      return new Key(raw, channel.info().type(), channel.conditioning());
    }
  }

  private static final double INTEGER_LIMIT = 0x1p63;

  /** Forgives the last bits of a difference: 71.3 - 71.2 counts as 0.1. */
  private static final double ROUNDING = 1 - 1e-9;

  final ValueType raw;
  final Form form;
  final Scaling scaling;
  final double maxRate;
  final boolean limited;
  final boolean banded;
  final long heartbeat;
  final long staleAfter;
  private final double min;
  private final double max;
  private final double deadband;
  private final double deadbandShare;

  Treatment(Key key) {
    Conditioning c = key.conditioning();
    raw = key.raw();
    form = form(raw, key.type(), c.isScaled());
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

  /** Whether the value is in range and in its type's. */
  boolean allows(double value) {
    return value >= min && value <= max && !Double.isInfinite(value) && !overflows(value);
  }

  private boolean overflows(double value) {
    return form == Form.INTEGER && (value >= INTEGER_LIMIT || value < -INTEGER_LIMIT);
  }

  /** Whether the change is too small to be passed on. */
  boolean isWithinBand(double passed, double value) {
    double change = Math.abs(value - passed);
    return change == 0 || (change < deadband && change < shareOf(passed));
  }

  private double shareOf(double value) {
    return deadbandShare == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : deadbandShare * Math.abs(value);
  }
}
