package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.runtime.GatewayClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Times that devices give their samples. Pure functions. */
final class SampleTime {
  /** A device's clock may be ahead of ours by so much before it is not believed. */
  private static final long MAX_AHEAD = 60_000_000;

  private static final double SECONDS_BELOW = 1e11;
  private static final double MILLIS_BELOW = 1e14;
  private static final double MICROS_BELOW = 1e17;

  private SampleTime() {}

  /**
   * Epoch microseconds of a time as devices write it: ISO 8601, or seconds, milliseconds or
   * microseconds since 1970, told by their size.
   *
   * @param zone of a text that names none
   * @throws NoValueException if it is no time
   */
  static long epochMicros(JsonNode node, @Nullable ZoneId zone) throws NoValueException {
    if (node.isNumber()) {
      double value = node.doubleValue();
      if (value > 0 && value < MICROS_BELOW) {
        double factor = value < SECONDS_BELOW ? 1e6 : value < MILLIS_BELOW ? 1e3 : 1;
        return Math.round(value * factor);
      }
    } else if (node.isTextual()) {
      return ofText(node.textValue().strip(), zone);
    }
    throw NoValueException.wrong(Payload.shortened(node.toString()) + ", not a time");
  }

  private static long ofText(String text, @Nullable ZoneId zone) throws NoValueException {
    try {
      Instant instant;
      if (text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")) {
        instant = OffsetDateTime.parse(colon(text).replace(' ', 'T')).toInstant();
      } else if (zone == null) {
        throw NoValueException.wrong(
            "'" + Payload.shortened(text) + "', a time without a zone; set address/time-zone");
      } else {
        instant = LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
      }
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
    } catch (DateTimeException | ArithmeticException e) {
      throw NoValueException.wrong("'" + Payload.shortened(text) + "', not a time");
    }
  }

  private static String colon(String text) {
    return text.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2");
  }

  /**
   * Monotonic microseconds of an epoch time; now when it is a little ahead.
   *
   * @return a negative number if it cannot be believed: far ahead, before this boot, or the
   *     gateway's own clock is not known yet
   */
  static long monotonic(long epoch, long now, GatewayClock clock) {
    if (!clock.isTrusted(clock.boot())) {
      return -1;
    }
    long ahead = epoch - clock.toEpoch(clock.boot(), now);
    return ahead > MAX_AHEAD ? -1 : now + Math.min(ahead, 0);
  }
}
