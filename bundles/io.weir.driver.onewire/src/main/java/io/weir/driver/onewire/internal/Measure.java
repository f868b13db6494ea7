package io.weir.driver.onewire.internal;

import io.weir.api.model.ValueType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a sensor tells, and whether that needs a conversion. */
enum Measure {
  TEMPERATURE(ValueType.DOUBLE, true),
  ALARM(ValueType.BOOLEAN, true),
  RESOLUTION(ValueType.INTEGER, false),
  ALARM_LOW(ValueType.INTEGER, false),
  ALARM_HIGH(ValueType.INTEGER, false);

  private final ValueType type;
  private final boolean measured;

  Measure(ValueType type, boolean measured) {
    this.type = type;
    this.measured = measured;
  }

  ValueType type() {
    return type;
  }

  boolean isMeasured() {
    return measured;
  }

  /** The name in an address. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static @Nullable Measure of(@Nullable Object word) {
    for (Measure measure : values()) {
      if (measure.word().equals(word)) {
        return measure;
      }
    }
    return null;
  }

  static String words() {
    return Arrays.stream(values()).map(Measure::word).collect(Collectors.joining(", "));
  }
}
