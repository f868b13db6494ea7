package io.weir.driver.lwm2m.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Channel addresses to points. */
final class Lwm2mAddresses {
  static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._@-]{0,63}");
  static final String DEVICE_FIX =
      "use 1 to 64 letters, digits, ':', '.', '_', '@', '-', a letter or digit first";
  static final int MAX_PERIOD = 604_800;

  private static final List<String> KEYS =
      List.of("device", "path", "type", "observe", "pmin", "pmax");
  private static final Pattern PATH =
      Pattern.compile("/(\\d{1,5})/(\\d{1,5})/(\\d{1,5})(?:/(\\d{1,5}))?");
  private static final int MAX_ID = 65_534;

  private Lwm2mAddresses() {}

  static Lwm2mPoint parse(Channel channel) {
    Map<String, Object> address = channel.address();
    for (String key : new TreeSet<>(address.keySet())) {
      if (!KEYS.contains(key)) {
        throw new ConfigException(
            field(key), address.get(key), "remove it, or use one of " + new TreeSet<>(KEYS));
      }
    }
    int[] path = path(address.get("path"));
    Registry.@Nullable Item known = Registry.resource(path[0], path[2]);
    ValueType type = type(address.get("type"), known);
    check(channel, known, path);
    return new Lwm2mPoint(
        device(address.get("device")),
        path[0],
        path[1],
        path[2],
        path[3],
        type,
        known != null && known.isExecutable(),
        observe(address.get("observe"), channel, known),
        period(address, "pmin"),
        period(address, "pmax"));
  }

  private static void check(Channel channel, Registry.@Nullable Item known, int[] path) {
    if (known == null) {
      return;
    }
    Access access = channel.access();
    if (access.isReadable() && !known.isReadable()) {
      throw new ConfigException(
          "access", name(access), "use 'w'; '" + known.name() + "' cannot be read");
    }
    if (access.isWritable() && !known.isWritable() && !known.isExecutable()) {
      throw new ConfigException(
          "access", name(access), "use 'r'; '" + known.name() + "' cannot be written");
    }
    if (known.isMultiple() && path[3] < 0) {
      throw new ConfigException(
          field("path"),
          channel.address().get("path"),
          "say which value, for example with /0 behind it; '" + known.name() + "' has several");
    }
    if (path[3] >= 0 && access.isWritable()) {
      throw new ConfigException(
          "access", name(access), "use 'r'; one of several values cannot be written by itself");
    }
  }

  private static String name(Access access) {
    return access.name().toLowerCase(Locale.ROOT);
  }

  private static String device(@Nullable Object value) {
    if (value instanceof String text && DEVICE.matcher(text).matches()) {
      return text;
    }
    throw new ConfigException(field("device"), value, DEVICE_FIX);
  }

  private static int[] path(@Nullable Object value) {
    if (value instanceof String text) {
      Matcher matcher = PATH.matcher(text);
      if (matcher.matches()) {
        int[] path = {
          number(matcher.group(1)),
          number(matcher.group(2)),
          number(matcher.group(3)),
          matcher.group(4) == null ? -1 : number(matcher.group(4))
        };
        if (path[0] <= MAX_ID && path[1] <= MAX_ID && path[2] <= MAX_ID && path[3] <= MAX_ID) {
          return path;
        }
      }
    }
    throw new ConfigException(
        field("path"),
        value,
        "give object, instance and resource, each up to " + MAX_ID + ", such as /3303/0/5700");
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static ValueType type(@Nullable Object value, Registry.@Nullable Item known) {
    if (value == null) {
      return known == null ? ValueType.DOUBLE : known.valueType();
    }
    for (ValueType type : ValueType.values()) {
      if (value.equals(type.name().toLowerCase(Locale.ROOT))) {
        if (known != null && known.valueType() != type) {
          throw new ConfigException(
              field("type"), value, "leave it out; '" + known.name() + "' has a type");
        }
        return type;
      }
    }
    throw new ConfigException(
        field("type"), value, "use one of boolean, integer, double, text, bytes");
  }

  private static boolean observe(
      @Nullable Object value, Channel channel, Registry.@Nullable Item known) {
    if (value == null) {
      return channel.access().isReadable() && known != null && known.isChanging();
    }
    if (value instanceof Boolean flag && !(flag && !channel.access().isReadable())) {
      return flag;
    }
    throw new ConfigException(field("observe"), value, "use true or false, and true to read only");
  }

  private static int period(Map<String, Object> address, String key) {
    Object value = address.get(key);
    if (value == null) {
      return 0;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 0
        && number.intValue() <= MAX_PERIOD) {
      return number.intValue();
    }
    throw new ConfigException(field(key), value, "use whole seconds from 0 to " + MAX_PERIOD);
  }

  static String field(String key) {
    return "address/" + key;
  }
}
