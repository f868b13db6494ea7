package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.ValueType;
import org.jspecify.annotations.Nullable;

/** A raw value and its quality. */
record Value(long bits, @Nullable Object object, byte quality) {
  static Value bad(Reason reason) {
    return new Value(0, null, Quality.bad(reason));
  }

  static Value of(boolean value) {
    return new Value(value ? 1 : 0, null, Quality.GOOD);
  }

  static Value of(double value) {
    return new Value(Double.doubleToRawLongBits(value), null, Quality.GOOD);
  }

  static Value of(String text) {
    return new Value(0, text, Quality.GOOD);
  }

  boolean isBad() {
    return Quality.isBad(quality);
  }

  /** The same, not known to hold any more. */
  Value stale() {
    return isBad() ? this : new Value(bits, object, Quality.uncertain(Reason.STALE));
  }

  /** As people see it. */
  String text(ValueType type) {
    return isBad() ? Quality.text(quality) : String.valueOf(type.box(bits, object));
  }
}
