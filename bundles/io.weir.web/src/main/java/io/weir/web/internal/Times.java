package io.weir.web.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times and steps as they stand in queries. */
final class Times {
  private static final long SECOND = 1_000_000L;
  private static final long[] ROUND_STEPS = {
    SECOND / 10,
    SECOND / 5,
    SECOND / 2,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    60 * SECOND,
    120 * SECOND,
    300 * SECOND,
    600 * SECOND,
    900 * SECOND,
    1800 * SECOND,
    3600 * SECOND,
    7200 * SECOND,
    14_400 * SECOND,
    21_600 * SECOND,
    43_200 * SECOND,
    86_400 * SECOND
  };

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

  /** A round step that cuts the range into at most so many pieces. */
  static long step(long range, long points) {
    long least = Math.max(1, (range + points - 1) / points);
    for (long round : ROUND_STEPS) {
      if (round >= least) {
        return round;
      }
    }
    long day = ROUND_STEPS[ROUND_STEPS.length - 1];
    return (least + day - 1) / day * day;
  }
}
