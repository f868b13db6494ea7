package io.weir.driver.gpio.internal;

import org.jspecify.annotations.Nullable;

/**
 * What is driven while nobody is in command.
 *
 * @param value 0 or 1 of an output, 0 to 100 of a PWM; null leaves what is there
 */
record Safe(@Nullable Double value) {
  static final Safe KEEP = new Safe(null);
  static final Safe OFF = new Safe(0.0);

  /** The level of an output; null leaves what is there. */
  @Nullable Boolean level() {
    return value == null ? null : value != 0;
  }
}
