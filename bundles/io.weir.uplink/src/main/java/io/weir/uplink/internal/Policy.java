package io.weir.uplink.internal;

import io.weir.api.model.ConfigException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How an uplink is to be fed, from the properties of its transport service.
 *
 * @param name the uplink's name, the part of {@code service.pid} after the tilde
 * @param codec name of the codec
 * @param batchSamples most samples, or events, in one message
 * @param batchAgeMicros age of its oldest sample at which a message is sent however small it is;
 *     after a pause as long a message goes at once
 * @param inFlight most messages that wait for their acknowledgement
 * @param split how one batch becomes messages
 * @param order in which order telemetry goes
 * @param backlogShare percentage of the samples that a backlog gets while live data wait too
 * @param limits what it may use at most
 */
record Policy(
    String name,
    String codec,
    int batchSamples,
    long batchAgeMicros,
    int inFlight,
    Split split,
    Order order,
    int backlogShare,
    Limits limits) {
  /** In which order telemetry goes. */
  enum Order {
    /** What is new first, what has piled up behind it. */
    LIVE_FIRST,
    /** The oldest first, always. */
    STRICT
  }

  /** How one batch becomes messages. */
  enum Split {
    /** One message. */
    NONE,
    /** One message for each device that has samples in it. */
    DEVICE
  }

  static Policy of(Map<String, ?> properties) {
    return new Policy(
        name(properties),
        text(properties, "codec", "json"),
        (int) number(properties, "batch.samples", 5_000, 1, 100_000),
        number(properties, "batch.age.ms", 1_000, 0, 3_600_000) * 1_000L,
        (int) number(properties, "in.flight", 16, 1, 1_000),
        choice(properties, "split", Split.NONE),
        choice(properties, "order", Order.STRICT),
        (int) number(properties, "backlog.share", 30, 0, 90),
        limits(properties));
  }

  private static Limits limits(Map<String, ?> properties) {
    return new Limits(
        number(properties, "rate.bytes.per.s", 0, 0, 1_000_000_000L),
        (int) number(properties, "rate.messages.per.s", 0, 0, 1_000_000),
        number(properties, "budget.bytes.per.day", 0, 0, 1_000_000_000_000L),
        choice(properties, "budget.at.limit", Limits.AtLimit.EVENTS_ONLY),
        Schedule.of("schedule", text(properties, "schedule", "")),
        choice(properties, "schedule.events", ScheduledEvents.ALWAYS) == ScheduledEvents.SCHEDULED,
        zone(text(properties, "schedule.zone", "local")));
  }

  private enum ScheduledEvents {
    ALWAYS,
    SCHEDULED
  }

  private static ZoneId zone(String name) {
    if (name.equals("local")) {
      return ZoneId.systemDefault();
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new ConfigException(
          "schedule.zone", name, "use local, UTC or a name like Europe/Berlin");
    }
  }

  /**
   * Checks that nothing is asked for that only makes sense where the pump makes the messages.
   *
   * @throws ConfigException naming the setting
   */
  void checkForBatches() {
    if (split != Split.NONE) {
      throw new ConfigException(
          "split", "device", "leave it out: this destination takes whole batches");
    }
    if (limits.countsBytes()) {
      throw new ConfigException(
          limits.bytesPerSecond() > 0 ? "rate.bytes.per.s" : "budget.bytes.per.day",
          limits.bytesPerSecond() > 0 ? limits.bytesPerSecond() : limits.bytesPerDay(),
          "use rate.messages.per.s or 0: this destination makes its own bytes, which nobody counts");
    }
  }

  static String name(Map<String, ?> properties) {
    String pid = String.valueOf(properties.get("service.pid"));
    return pid.substring(pid.indexOf('~') + 1);
  }

  private static String text(Map<String, ?> properties, String key, String absent) {
    Object value = properties.get(key);
    return value == null ? absent : String.valueOf(value);
  }

  private static long number(
      Map<String, ?> properties, String key, long absent, long least, long most) {
    Object value = properties.get(key);
    if (value == null) {
      return absent;
    }
    try {
      long number = Long.parseLong(String.valueOf(value));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(key, value, "give a whole number");
    }
    throw new ConfigException(key, value, "give a number from " + least + " to " + most);
  }

  private static <E extends Enum<E>> E choice(Map<String, ?> properties, String key, E absent) {
    Object value = properties.get(key);
    if (value == null) {
      return absent;
    }
    List<String> words = new ArrayList<>();
    for (E each : absent.getDeclaringClass().getEnumConstants()) {
      String word = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(String.valueOf(value))) {
        return each;
      }
      words.add(word);
    }
    throw new ConfigException(key, value, "use one of " + String.join(", ", words));
  }
}
