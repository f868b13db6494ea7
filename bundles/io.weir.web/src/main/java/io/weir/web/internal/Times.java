package io.weir.web.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as they stand in queries. */
final class Times {
  private Times() {}

  /** Epoch microseconds from digits or ISO 8601 with an offset. */
  static long parse(String field, @Nullable String text, long otherwise) throws ApiException {
    if (text == null) {
      return otherwise;
    }
    try {
      if (text.matches("[0-9]+")) {
        return Long.parseLong(text);
      }
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw ApiException.bad(
          field, text, "use epoch microseconds or ISO 8601 such as 2026-01-31T08:00:00Z");
    }
  }
}
