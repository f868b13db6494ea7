package io.weir.driver.i2c.internal;

import io.weir.api.model.ValueType;

/**
 * One value of a part.
 *
 * @param word its name in an address
 * @param min lowest value the data sheet allows
 * @param max highest value the data sheet allows
 * @param decimals places after the point; what the part cannot resolve would only fill the store
 * @param writable whether it can be written
 */
record Measure(
    String word, ValueType type, double min, double max, int decimals, boolean writable) {
  static Measure of(String word, double min, double max, int decimals) {
    return new Measure(word, ValueType.DOUBLE, min, max, decimals, false);
  }

  static Measure flag(String word) {
    return new Measure(word, ValueType.BOOLEAN, 0, 1, 0, false);
  }

  static Measure pin(String word) {
    return new Measure(word, ValueType.BOOLEAN, 0, 1, 0, true);
  }

  /** The value as exact as the part is. */
  double round(double value) {
    double scale = Math.pow(10, decimals);
    double scaled = Math.rint(value * scale);
    return Double.isFinite(scaled) ? scaled / scale : value;
  }
}
