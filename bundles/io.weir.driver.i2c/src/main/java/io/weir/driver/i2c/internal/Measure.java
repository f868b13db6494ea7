package io.weir.driver.i2c.internal;

import io.weir.api.model.ValueType;

/**
 * One value of a part.
 *
 * @param word its name in an address
 * @param min lowest value the data sheet allows
 * @param max highest value the data sheet allows
 * @param writable whether it can be written
 */
record Measure(String word, ValueType type, double min, double max, boolean writable) {
  static Measure of(String word, double min, double max) {
    return new Measure(word, ValueType.DOUBLE, min, max, false);
  }

  static Measure flag(String word) {
    return new Measure(word, ValueType.BOOLEAN, 0, 1, false);
  }

  static Measure pin(String word) {
    return new Measure(word, ValueType.BOOLEAN, 0, 1, true);
  }
}
