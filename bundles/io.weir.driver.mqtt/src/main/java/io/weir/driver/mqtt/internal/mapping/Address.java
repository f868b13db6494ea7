package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.model.ConfigException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a channel's address, checked one by one; {@code ${name}} is replaced by the address's
 * {@code device}, {@code base} or {@code var-name}.
 */
final class Address {
  private static final String VARIABLE = "var-";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
  private static final int MAX_TOPIC = 1_000;

  private final Map<String, Object> keys;

  /**
   * With these keys.
   *
   * @throws ConfigException naming the first that is unknown
   */
  Address(Map<String, Object> keys, Set<String> known) {
    this.keys = keys;
    for (String key : new TreeSet<>(keys.keySet())) {
      if (!known.contains(key) && !key.startsWith(VARIABLE)) {
        throw new ConfigException(
            field(key),
            keys.get(key),
            "remove it, use one of "
                + new TreeSet<>(known)
                + ", or name a variable 'var-"
                + key
                + "'");
      }
    }
  }

  private static String field(String key) {
    return "address/" + key;
  }

  boolean has(String key) {
    return keys.containsKey(key);
  }

  ConfigException error(String key, String fix) {
    return new ConfigException(field(key), keys.get(key), fix);
  }

  /** A text with its variables replaced, or null. */
  @Nullable String text(String key) {
    Object value = keys.get(key);
    return value == null ? null : replaced(key, plain(key, value));
  }

  private String plain(String key, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw error(key, "write a text in quotes");
  }

  private String replaced(String key, String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String with = matcher.group();
      if (!with.equals(Command.VALUE) || !key.startsWith("set-template")) {
        Object value =
            name.equals("device") || name.equals("base")
                ? keys.get(name)
                : keys.get(VARIABLE + name);
        if (value == null) {
          String missing = name.equals("device") || name.equals("base") ? name : VARIABLE + name;
          throw new ConfigException(
              field(missing), null, "give it at the device: " + key + " has " + with);
        }
        with = value.toString();
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(with));
    }
    return matcher.appendTail(result).toString();
  }

  /** What a device says for something: a text, or a number, true or false as text. */
  @Nullable String said(String key) {
    Object value = keys.get(key);
    return value == null || value instanceof String ? text(key) : value.toString();
  }

  /** A topic without wildcards, or null. */
  @Nullable String topic(String key) {
    String topic = text(key);
    if (topic != null
        && (topic.isEmpty()
            || topic.length() > MAX_TOPIC
            || topic.chars().anyMatch(c -> c == '+' || c == '#' || c == 0))) {
      throw new ConfigException(
          field(key), topic, "use one topic of at most " + MAX_TOPIC + " letters, without + and #");
    }
    return topic;
  }

  boolean flag(String key) {
    Object value = keys.getOrDefault(key, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw error(key, "use true or false");
  }

  int qos(String key) {
    Object value = keys.getOrDefault(key, 1L);
    if (value instanceof Number number
        && (number.doubleValue() == 0 || number.doubleValue() == 1)) {
      return number.intValue();
    }
    throw error(key, "use 0 or 1");
  }

  /** Milliseconds, 0 when there is none. */
  long millis(String key, long most) {
    Object value = keys.get(key);
    if (value == null) {
      return 0;
    }
    Matcher matcher = DURATION.matcher(value.toString());
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      long millis =
          switch (matcher.group(2)) {
            case "ms" -> amount;
            case "s" -> amount * 1_000;
            case "m" -> amount * 60_000;
            case "h" -> amount * 3_600_000;
            default -> amount * 86_400_000;
          };
      if (millis <= most) {
        return millis;
      }
    }
    throw error(key, "use a duration such as 500ms, 10s or 5m, at most " + most / 1_000 + "s");
  }

  /** One of these words, lower case in documents. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E byDefault) {
    Object value = keys.get(key);
    if (value == null) {
      return byDefault;
    }
    TreeSet<String> words = new TreeSet<>();
    for (E each : type.getEnumConstants()) {
      String word = each.name().toLowerCase(java.util.Locale.ROOT);
      if (word.equals(value)) {
        return each;
      }
      words.add(word);
    }
    throw error(key, "use one of " + words);
  }

  /** A place in a document, or null. */
  @Nullable Place place(String key) {
    String text = text(key);
    try {
      return text == null ? null : Place.parse(text);
    } catch (IllegalArgumentException e) {
      throw error(key, String.valueOf(e.getMessage()));
    }
  }

  /** A template, or null. */
  @Nullable Template template(String key) {
    String text = text(key);
    try {
      return text == null ? null : Template.parse(text);
    } catch (NotUnderstoodException e) {
      throw error(key, "use what is understood: " + e.getMessage());
    }
  }
}
