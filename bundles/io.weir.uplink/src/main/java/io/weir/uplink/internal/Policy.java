package io.weir.uplink.internal;

import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 */
record Policy(
    String name, String codec, int batchSamples, long batchAgeMicros, int inFlight, Split split) {
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
        String.valueOf(properties.get("codec") == null ? "json" : properties.get("codec")),
        integer(properties, "batch.samples", 5_000, 1, 100_000),
        integer(properties, "batch.age.ms", 1_000, 0, 3_600_000) * 1_000L,
        integer(properties, "in.flight", 16, 1, 1_000),
        choice(properties, "split", Split.NONE));
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
  }

  static String name(Map<String, ?> properties) {
    String pid = String.valueOf(properties.get("service.pid"));
    return pid.substring(pid.indexOf('~') + 1);
  }

  private static int integer(
      Map<String, ?> properties, String key, int absent, int least, int most) {
    @Nullable Object value = properties.get(key);
    if (value == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(String.valueOf(value));
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
