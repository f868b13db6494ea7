package io.weir.driver.gpio.internal;

import io.weir.api.model.ValueType;

/** What a channel is to its line. */
enum Mode {
  /** The level of an input. */
  INPUT(ValueType.BOOLEAN),
  /** The level that is driven. */
  OUTPUT(ValueType.BOOLEAN),
  /** The number of edges so far. */
  COUNTER(ValueType.INTEGER),
  /** Edges a second. */
  FREQUENCY(ValueType.DOUBLE),
  /** The duty of a PWM output in percent. */
  PWM(ValueType.DOUBLE);

  private final ValueType rawType;

  Mode(ValueType rawType) {
    this.rawType = rawType;
  }

  ValueType rawType() {
    return rawType;
  }

  boolean isCounting() {
    return this == COUNTER || this == FREQUENCY;
  }

  /** Whether something is driven, so that a safe state belongs to it. */
  boolean isDriving() {
    return this == OUTPUT || this == PWM;
  }
}
