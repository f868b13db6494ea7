package io.weir.core.internal.command;

import io.weir.api.model.Channel;
import io.weir.api.model.ValueType;
import io.weir.core.internal.pipeline.Scaling;
import io.weir.core.internal.registry.ResolvedChannel;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A commanded value in the form the driver takes, and back. Pure.
 *
 * @param bits the value in the point's raw type
 * @param object the value of a text or bytes point, else null
 */
record RawValue(long bits, @Nullable Object object) {
  private static final double INTEGER_LIMIT = 0x1p63;

  /** A value that may not be written, and why. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Checks a value against the channel's type and limits and turns it into a raw one.
   *
   * @throws RefusedException saying what is wrong with it
   */
  static RawValue of(ResolvedChannel resolved, Object value) throws RefusedException {
    Channel channel = resolved.channel();
    ValueType raw = resolved.point().rawType();
    return switch (channel.info().type()) {
      case BOOLEAN -> ofBoolean(value, raw);
      case INTEGER -> ofInteger(channel, value, raw);
      case DOUBLE -> ofDouble(channel, limited(channel, finite(value)), raw);
      case TEXT -> new RawValue(0, text(value));
      case BYTES -> new RawValue(0, bytes(value));
    };
  }

  /** A raw value in the channel's type and unit, as people see it. */
  static @Nullable Object toValue(ResolvedChannel resolved, long bits, @Nullable Object object) {
    ValueType raw = resolved.point().rawType();
    ValueType type = resolved.channel().info().type();
    boolean scaled = resolved.channel().conditioning().isScaled();
    if (!type.isNumeric() || (raw == type && !scaled)) {
      return type.box(bits, object);
    }
    double value = Scaling.of(resolved.channel().conditioning()).toValue(raw.toDouble(bits));
    return switch (type) {
      case BOOLEAN -> value != 0;
      case INTEGER -> Math.round(value);
      default -> value;
    };
  }

  private static RawValue ofBoolean(Object value, ValueType raw) throws RefusedException {
    if (!(value instanceof Boolean flag)) {
      throw new RefusedException("'" + value + "' is not true or false");
    }
    double number = flag ? 1 : 0;
    return new RawValue(
        raw == ValueType.DOUBLE ? Double.doubleToRawLongBits(number) : (long) number, null);
  }

  private static RawValue ofInteger(Channel channel, Object value, ValueType raw)
      throws RefusedException {
    double number = limited(channel, finite(value));
    if (number != Math.rint(number)) {
      throw new RefusedException("'" + value + "' is not a whole number");
    }
    if (raw == ValueType.INTEGER && !channel.conditioning().isScaled()) {
      try {
        return new RawValue(new BigDecimal(value.toString()).longValueExact(), null);
      } catch (ArithmeticException e) {
        throw new RefusedException("'" + value + "' does not fit 64 bits");
      }
    }
    return ofDouble(channel, number, raw);
  }

  private static RawValue ofDouble(Channel channel, double value, ValueType raw)
      throws RefusedException {
    double number = Scaling.of(channel.conditioning()).toRaw(value);
    if (raw == ValueType.DOUBLE) {
      return new RawValue(Double.doubleToRawLongBits(number), null);
    }
    double whole = Math.rint(number);
    boolean fits =
        raw == ValueType.BOOLEAN
            ? whole == 0 || whole == 1
            : whole >= -INTEGER_LIMIT && whole < INTEGER_LIMIT;
    if (!fits) {
      throw new RefusedException("'" + value + "' does not fit the device's " + raw);
    }
    return new RawValue((long) whole, null);
  }

  private static double finite(Object value) throws RefusedException {
    if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw new RefusedException("'" + value + "' is not a number");
    }
    return number.doubleValue();
  }

  private static double limited(Channel channel, double value) throws RefusedException {
    if (value < channel.writeMin()) {
      throw new RefusedException(value + " is below the lowest allowed " + channel.writeMin());
    }
    if (value > channel.writeMax()) {
      throw new RefusedException(value + " is above the highest allowed " + channel.writeMax());
    }
    return value;
  }

  private static String text(Object value) throws RefusedException {
    if (!(value instanceof String text)) {
      throw new RefusedException("'" + value + "' is not a text");
    }
    return text;
  }

  private static byte[] bytes(Object value) throws RefusedException {
    try {
      return Base64.getDecoder().decode(text(value));
    } catch (IllegalArgumentException e) {
      throw new RefusedException("The text is not base64");
    }
  }
}
