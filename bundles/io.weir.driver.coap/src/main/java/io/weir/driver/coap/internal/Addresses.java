package io.weir.driver.coap.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields of channel addresses. */
final class Addresses {
  static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._@-]{0,63}");
  static final String DEVICE_FIX =
      "use 1 to 64 letters, digits, ':', '.', '_', '@', '-', a letter or digit first";
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9:._~@+-]{1,64}(/[A-Za-z0-9:._~@+-]{1,64}){0,15}");

  private Addresses() {}

  /** Refuses keys that nobody knows. */
  static void check(Map<String, Object> address, List<String> keys) {
    for (String key : new TreeSet<>(address.keySet())) {
      if (!keys.contains(key)) {
        throw new ConfigException(
            field(key), address.get(key), "remove it, or use one of " + new TreeSet<>(keys));
      }
    }
  }

  static String device(Map<String, Object> address) {
    if (address.get("device") instanceof String text && DEVICE.matcher(text).matches()) {
      return text;
    }
    throw new ConfigException(field("device"), address.get("device"), DEVICE_FIX);
  }

  /** Whether a text is a path of a resource as documents write it. */
  static boolean isPath(String path) {
    return PATH.matcher(path).matches();
  }

  /** A path, without the slash that it may begin with. */
  static String path(Map<String, Object> address, String key) {
    if (address.get(key) instanceof String text) {
      String path = text.startsWith("/") ? text.substring(1) : text;
      if (isPath(path)) {
        return path;
      }
    }
    throw new ConfigException(
        field(key),
        address.get(key),
        "give the path of a resource, up to 16 parts of letters, digits and ':._~@+-'");
  }

  static ValueType type(Map<String, Object> address) {
    return choice(address, "type", ValueType.class, ValueType.DOUBLE);
  }

  static boolean flag(Map<String, Object> address, String key) {
    Object value = address.getOrDefault(key, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new ConfigException(field(key), value, "use true or false");
  }

  static @Nullable String text(Map<String, Object> address, String key) {
    Object value = address.get(key);
    if (value == null || (value instanceof String text && !text.isEmpty())) {
      return (String) value;
    }
    throw new ConfigException(field(key), value, "use a text, or leave it out");
  }

  static <E extends Enum<E>> E choice(
      Map<String, Object> address, String key, Class<E> type, E fallback) {
    Object value = address.get(key);
    if (value == null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.equals(constant.name().toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new ConfigException(
        field(key),
        value,
        "use one of "
            + Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  static String field(String key) {
    return "address/" + key;
  }
}
