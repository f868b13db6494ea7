package io.weir.core.internal.pipeline;

import io.weir.api.model.Conditioning;
import java.math.BigDecimal;

/**
 * Raw value to engineering value and back: {@code value = raw * scale + offset}.
 *
 * <p>Scale and offset are decimals as people write them, so the sum is done on whole numbers with
 * one division at the end: 712 at 0.1 is 71.2 and not 71.2 and a bit.
 */
public final class Scaling {
  private static final Scaling IDENTITY = new Scaling(1, 0, 1);
  private static final double EXACT = 1L << 53;
  private static final int MAX_DIGITS = 15;

  private final double factor;
  private final double shift;
  private final double divisor;

  private Scaling(double factor, double shift, double divisor) {
    this.factor = factor;
    this.shift = shift;
    this.divisor = divisor;
  }

  /** The scaling of this conditioning; without scale and offset the value is the raw value. */
  public static Scaling of(Conditioning conditioning) {
    if (!conditioning.isScaled()) {
      return IDENTITY;
    }
    BigDecimal scale = BigDecimal.valueOf(conditioning.scale());
    BigDecimal offset = BigDecimal.valueOf(conditioning.offset());
    int digits = Math.max(0, Math.max(scale.scale(), offset.scale()));
    double factor = scale.movePointRight(digits).doubleValue();
    double shift = offset.movePointRight(digits).doubleValue();
    if (digits > MAX_DIGITS || Math.abs(factor) > EXACT || Math.abs(shift) > EXACT) {
      return new Scaling(conditioning.scale(), conditioning.offset(), 1);
    }
    return new Scaling(factor, shift, BigDecimal.ONE.movePointRight(digits).doubleValue());
  }

  /** The engineering value of a raw value. */
  public double toValue(double raw) {
    return (raw * factor + shift) / divisor;
  }

  /** The raw value of an engineering value, not rounded. */
  public double toRaw(double value) {
    return (value * divisor - shift) / factor;
  }
}
