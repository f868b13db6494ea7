package io.weir.driver.gpio.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ConfigException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Channel addresses of configuration documents to points. */
final class Addresses {
  private static final Map<Mode, Set<String>> KEYS = new EnumMap<>(Mode.class);
  private static final int MAX_LINE = 1023;
  private static final int MAX_PWM = 63;
  private static final int MAX_HERTZ = 10_000_000;
  private static final int MAX_DEBOUNCE_MICROS = 10_000_000;
  private static final Pattern TIME = Pattern.compile("([0-9]{1,8})(us|ms|s)");

  static {
    KEYS.put(Mode.INPUT, Set.of("mode", "line", "active-low", "pull", "debounce", "edge"));
    KEYS.put(Mode.OUTPUT, Set.of("mode", "line", "active-low", "pull", "drive", "safe"));
    KEYS.put(Mode.COUNTER, Set.of("mode", "line", "active-low", "pull", "debounce", "edge"));
    KEYS.put(Mode.FREQUENCY, Set.of("mode", "line", "active-low", "pull", "debounce", "edge"));
    KEYS.put(Mode.PWM, Set.of("mode", "pwm", "active-low", "frequency", "safe"));
  }

  private Addresses() {}

  /**
   * The point of a channel.
   *
   * @throws ConfigException naming the field that is wrong
   */
  static GpioPoint parse(Channel channel) {
    Map<String, Object> address = channel.address();
    Mode mode = choice(address, "mode", Mode.class, Mode.INPUT);
    checkKeys(address, mode);
    checkAccess(channel, mode);
    boolean pwm = mode == Mode.PWM;
    Conditioning conditioning = channel.conditioning();
    return new GpioPoint(
        channel.id(),
        mode,
        pwm ? integer(address, "pwm", 0, MAX_PWM) : integer(address, "line", 0, MAX_LINE),
        flag(address, "active-low"),
        choice(address, "pull", Pull.class, Pull.ASIS),
        choice(address, "drive", Drive.class, Drive.PUSH_PULL),
        edge(address, mode),
        micros(address, "debounce"),
        pwm ? integer(address, "frequency", 1, MAX_HERTZ) : 0,
        safe(address, pwm ? 100 : 1),
        conditioning.isScaled() ? conditioning.scale() : 1,
        conditioning.isScaled() ? conditioning.offset() : 0);
  }

  private static void checkKeys(Map<String, Object> address, Mode mode) {
    Set<String> known = KEYS.getOrDefault(mode, Set.of());
    for (String key : new TreeSet<>(address.keySet())) {
      if (!known.contains(key)) {
        throw new ConfigException(
            field(key),
            address.get(key),
            "remove it; mode '" + word(mode) + "' has " + new TreeSet<>(known));
      }
    }
  }

  private static void checkAccess(Channel channel, Mode mode) {
    String access = word(channel.access());
    if (mode.isDriving() && !channel.access().isReadable()) {
      throw new ConfigException(
          "access", access, "use 'rw'; only what is read back gets its safe state at the start");
    }
    if (channel.access().isWritable() && !mode.isDriving() && mode != Mode.COUNTER) {
      throw new ConfigException(
          "access", access, "use 'r', or mode 'output' if the line is to be driven");
    }
  }

  private static int integer(Map<String, Object> address, String key, int min, int max) {
    if (address.get(key) instanceof Number number) {
      double exact = number.doubleValue();
      if (exact == Math.rint(exact) && exact >= min && exact <= max) {
        return (int) exact;
      }
    }
    throw new ConfigException(
        field(key), address.get(key), "use an integer from " + min + " to " + max);
  }

  private static boolean flag(Map<String, Object> address, String key) {
    Object value = address.getOrDefault(key, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new ConfigException(field(key), value, "use true or false");
  }

  private static int micros(Map<String, Object> address, String key) {
    Object value = address.getOrDefault(key, "0us");
    if (value instanceof String text) {
      Matcher time = TIME.matcher(text);
      if (time.matches()) {
        long micros = Long.parseLong(time.group(1)) * unit(time.group(2));
        if (micros <= MAX_DEBOUNCE_MICROS) {
          return (int) micros;
        }
      }
    }
    throw new ConfigException(field(key), value, "use a time such as '5ms', '10s' at most");
  }

  private static Edge edge(Map<String, Object> address, Mode mode) {
    boolean counting = mode.isCounting();
    Edge edge = choice(address, "edge", Edge.class, counting ? Edge.RISING : Edge.BOTH);
    if (counting ? edge == Edge.NONE : edge != Edge.NONE && edge != Edge.BOTH) {
      throw new ConfigException(
          field("edge"),
          word(edge),
          counting ? "use rising, falling or both" : "use both, or none to have it polled only");
    }
    return edge;
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "us" -> 1;
      case "ms" -> 1_000;
      default -> 1_000_000;
    };
  }

  private static Safe safe(Map<String, Object> address, int max) {
    Object value = address.getOrDefault("safe", 0);
    if (value.equals("keep")) {
      return Safe.KEEP;
    }
    if (value instanceof Boolean level && max == 1) {
      return new Safe(level ? 1.0 : 0.0);
    }
    if (value instanceof Number number) {
      double exact = number.doubleValue();
      if (exact >= 0 && exact <= max && (max > 1 || exact == Math.rint(exact))) {
        return new Safe(exact);
      }
    }
    throw new ConfigException(
        field("safe"), value, max == 1 ? "use 0, 1 or 'keep'" : "use 0 to 100 or 'keep'");
  }

  private static <E extends Enum<E>> E choice(
      Map<String, Object> address, String key, Class<E> type, E fallback) {
    @Nullable Object value = address.get(key);
    if (value == null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (value.equals(word(constant))) {
        return constant;
      }
    }
    throw new ConfigException(
        field(key),
        value,
        Arrays.stream(type.getEnumConstants())
            .map(Addresses::word)
            .collect(Collectors.joining(", ", "use one of ", "")));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String field(String key) {
    return "address/" + key;
  }
}
