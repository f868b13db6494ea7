package io.weir.driver.gpio.internal;

import org.jspecify.annotations.Nullable;

/** A running PWM output. Confined to the bus thread. */
interface Pwm {
  /** Starts PWM outputs. */
  @FunctionalInterface
  interface Opener {
    /**
     * Starts an output.
     *
     * @param duty percent from the first moment on; null goes on with what is there
     */
    Pwm open(int output, int hertz, boolean inverted, @Nullable Double duty) throws LineException;
  }

  /** The duty that is driven, in percent. */
  double duty() throws LineException;

  /** Drives this duty, in percent. */
  void duty(double percent) throws LineException;
}
