package io.weir.driver.modbus.internal;

import java.math.BigDecimal;

/** Values of which a device tells the decimal point beside them. Pure functions. */
final class PowerOfTen {
  /** SunSpec allows -10 to 10; anything else means that there is no scale. */
  private static final int MOST = 10;

  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

  private PowerOfTen() {}

  static boolean isValid(int exponent) {
    return Math.abs(exponent) <= MOST;
  }

  /** The value with its point moved: 712 and -1 are 71.2, to the last place. */
  static double scale(long value, int exponent) {
    return exponent < 0 ? value / POWERS[-exponent] : value * POWERS[exponent];
  }

  /**
   * The inverse.
   *
   * @throws IllegalArgumentException if there is no whole number that stands for it
   */
  static long unscale(double value, int exponent) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the value is not a finite number");
    }
    try {
      return BigDecimal.valueOf(value).movePointLeft(exponent).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "the device takes steps of "
              + BigDecimal.ONE.movePointRight(exponent).toPlainString()
              + " here, "
              + value
              + " is none",
          e);
    }
  }
}
