package io.weir.driver.i2c.internal;

import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key of an address that says how a part is wired or measures.
 *
 * @param fallback what it is when it is left out
 * @param reader what a value means, null if nothing
 * @param fix what would be right
 */
record Option(String key, Object fallback, Function<Object, @Nullable Object> reader, String fix) {

  static Option number(String key, double fallback, double min, double max) {
    return new Option(
        key,
        fallback,
        value ->
            value instanceof Number number
                    && number.doubleValue() >= min
                    && number.doubleValue() <= max
                ? number.doubleValue()
                : null,
        "use a number from " + min + " to " + max);
  }

  static Option oneOf(String key, double fallback, double... values) {
    return new Option(
        key,
        fallback,
        value ->
            value instanceof Number number
                    && Arrays.stream(values).anyMatch(allowed -> allowed == number.doubleValue())
                ? number.doubleValue()
                : null,
        "use one of " + Arrays.toString(values));
  }

  static Option flag(String key) {
    return new Option(
        key, false, value -> value instanceof Boolean ? value : null, "use true or false");
  }

  static Option word(String key, String fallback, String... others) {
    List<String> words = new ArrayList<>(List.of(others));
    words.add(0, fallback);
    return new Option(
        key, fallback, value -> words.contains(value) ? value : null, "use one of " + words);
  }

  Object read(@Nullable Object value) {
    if (value == null) {
      return fallback;
    }
    Object meaning = reader.apply(value);
    if (meaning == null) {
      throw new ConfigException("address/" + key, value, fix);
    }
    return meaning;
  }
}
