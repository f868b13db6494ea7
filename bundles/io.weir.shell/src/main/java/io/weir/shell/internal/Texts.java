package io.weir.shell.internal;

import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;

/** How single things look on a terminal. */
final class Texts {
  private Texts() {}

  /** A time to the second, in UTC; a dash for never. */
  static String time(long epochMicros) {
    return epochMicros == 0
        ? "-"
        : Instant.EPOCH
            .plus(epochMicros, ChronoUnit.MICROS)
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
  }

  /** A constant as documents write it. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A value; a dash for a bad one. */
  static String value(Sample sample) {
    Object value = sample.value();
    if (value == null || Quality.isBad(sample.quality())) {
      return "-";
    }
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }
}
