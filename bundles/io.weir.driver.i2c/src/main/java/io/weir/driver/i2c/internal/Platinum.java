package io.weir.driver.i2c.internal;

/** The temperature of a platinum resistor by IEC 60751. */
final class Platinum {
  private static final double A = 3.9083e-3;
  private static final double B = -5.775e-7;
  private static final double C = -4.183e-12;
  private static final int STEPS = 10;

  private Platinum() {}

  /**
   * Degrees Celsius.
   *
   * @param ratio resistance by that at 0 degrees
   */
  static double celsius(double ratio) {
    double warm = (Math.sqrt(A * A - 4 * B * (1 - ratio)) - A) / (2 * B);
    return warm >= 0 ? warm : cold(ratio, warm);
  }

  /** Below 0 degrees there is a term of the fourth power: Newton's steps from the value without. */
  private static double cold(double ratio, double first) {
    double t = first;
    for (int i = 0; i < STEPS; i++) {
      double error = 1 + t * (A + t * (B + t * (t - 100) * C)) - ratio;
      double slope = A + t * (2 * B + t * (4 * t - 300) * C);
      t -= error / slope;
    }
    return t;
  }
}
