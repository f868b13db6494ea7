package io.weir.driver.host.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One measure of this machine.
 *
 * @param selector which disk, interface, zone...; empty when there is one only
 */
record HostPoint(Measure measure, String selector) implements Point {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}");
  private static final Pattern SENSOR =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}/[a-z]{2,12}[0-9]{1,3}(_[a-z]{1,16})?");
  private static final int MAX_CORE = 1023;

  static HostPoint of(Channel channel) {
    Map<String, Object> address = channel.address();
    Measure measure = Measure.of(address.get("measure"));
    if (measure == null) {
      throw new ConfigException(
          "address/measure", address.get("measure"), "use one of " + Measure.words());
    }
    Group group = measure.group();
    for (String key : new TreeSet<>(address.keySet())) {
      if (!group.keys().contains(key)) {
        throw new ConfigException(
            "address/" + key,
            address.get(key),
            "remove it; " + measure.word() + " takes " + String.join(" and ", group.keys()));
      }
    }
    if (channel.access().isWritable()) {
      throw new ConfigException(
          "access", channel.access(), "use 'r'; nothing of the host is written");
    }
    Object value = group.key().isEmpty() ? null : address.get(group.key());
    return new HostPoint(
        measure, value == null && !group.isKeyRequired() ? "" : selector(group, value));
  }

  private static String selector(Group group, @Nullable Object value) {
    return switch (group) {
      case LOAD, FREQUENCY -> core(value);
      case DISK -> {
        if (value instanceof String path && path.startsWith("/") && !path.contains("..")) {
          yield path;
        }
        throw new ConfigException(
            "address/path", value, "give the full path of a directory, for example /");
      }
      case SENSOR ->
          match(
              SENSOR,
              "sensor",
              value,
              "give chip and input as below /sys/class/hwmon, for example rp1_adc/in1");
      case TEMPERATURE ->
          match(NAME, "zone", value, "give a zone's type or name, for example cpu-thermal");
      case NETWORK -> match(NAME, "interface", value, "give an interface, for example eth0");
      case AVERAGES, FIRMWARE, MEMORY, UPTIME, PROCESS -> "";
    };
  }

  private static String core(@Nullable Object value) {
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 0
        && number.intValue() <= MAX_CORE) {
      return Integer.toString(number.intValue());
    }
    throw new ConfigException("address/core", value, "use an integer from 0 to " + MAX_CORE);
  }

  private static String match(Pattern pattern, String key, @Nullable Object value, String fix) {
    if (value instanceof String text && pattern.matcher(text).matches()) {
      return text;
    }
    throw new ConfigException("address/" + key, value, fix);
  }

  @Override
  public String area() {
    return measure.group().area(selector);
  }

  @Override
  public int start() {
    return measure.ordinal();
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public ValueType rawType() {
    return measure.type();
  }
}
