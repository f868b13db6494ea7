package io.weir.web.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times as ISO 8601 in UTC, always with microseconds. Confined to one thread. */
final class IsoTime {
  private static final long DAY = 86_400_000_000L;
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private long day = Long.MIN_VALUE;
  private String date = "";

  /** Appends {@code 2026-01-31T08:00:00.000000Z}. */
  void append(StringBuilder text, long epochMicros) {
    long ofDay = Math.floorMod(epochMicros, DAY);
    long newDay = Math.floorDiv(epochMicros, DAY);
    if (newDay != day) {
      day = newDay;
      date = LocalDate.ofEpochDay(newDay).toString();
    }
    text.append(date);
    digits(text.append('T'), ofDay / 3_600_000_000L, 10);
    digits(text.append(':'), ofDay / 60_000_000L % 60, 10);
    digits(text.append(':'), ofDay / 1_000_000L % 60, 10);
    digits(text.append('.'), ofDay % 1_000_000L, 100_000);
    text.append('Z');
  }

  /** The second as it stands in file names: {@code 20260131T080000Z}. */
  static String compact(long epochMicros) {
    return COMPACT.format(Instant.ofEpochSecond(Math.floorDiv(epochMicros, 1_000_000L)));
  }

  private static void digits(StringBuilder text, long number, int highest) {
    for (long unit = highest; unit > 0; unit /= 10) {
      text.append((char) ('0' + number / unit % 10));
    }
  }
}
