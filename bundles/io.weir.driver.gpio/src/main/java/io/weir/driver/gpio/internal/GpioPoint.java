package io.weir.driver.gpio.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;

/**
 * What one channel wants of a line.
 *
 * @param channel the channel's id
 * @param start number of the line on its chip, or of the output on its PWM chip
 * @param debounceMicros a change counts when it held for so long
 * @param hertz frequency of a PWM, else 0
 * @param scale and {@code offset} how the channel's value is made of the raw one; 1 and 0 if it is
 *     not
 */
record GpioPoint(
    String channel,
    Mode mode,
    int start,
    boolean activeLow,
    Pull pull,
    Drive drive,
    Edge edge,
    int debounceMicros,
    int hertz,
    Safe safe,
    double scale,
    double offset)
    implements Point {
  static final String LINES = "lines";
  static final String PWM = "pwm";

  @Override
  public String area() {
    return mode == Mode.PWM ? PWM : LINES;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public ValueType rawType() {
    return mode.rawType();
  }

  /** {@code line 17} or {@code PWM 0}. */
  String place() {
    return (mode == Mode.PWM ? "PWM " : "line ") + start;
  }

  /** How the line has to be requested. */
  LineSetup setup() {
    return new LineSetup(
        start,
        mode == Mode.OUTPUT,
        activeLow,
        pull,
        drive,
        edge,
        debounceMicros,
        safe.level(),
        "weir " + channel);
  }
}
