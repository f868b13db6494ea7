package io.weir.driver.onewire.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One measure of one sensor. What comes from one reading of the sensor shares an area.
 *
 * @param sensor its name below {@code /sys/bus/w1/devices}: family and serial number
 */
record SensorPoint(String sensor, Family family, Measure measure) implements Point {
  private static final List<String> KEYS = List.of("measure", "sensor");
  private static final Pattern SENSOR = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{12}");

  static SensorPoint of(Channel channel) {
    Map<String, Object> address = channel.address();
    checkKeys(address, KEYS);
    String sensor = sensor(address.get("sensor"));
    Family family = Family.of(sensor);
    Measure measure = Measure.of(address.get("measure"));
    if (family == null) {
      throw noSensor(sensor);
    }
    if (measure == null) {
      throw new ConfigException(
          "address/measure", address.get("measure"), "use one of " + Measure.words());
    }
    if (channel.access().isWritable() && measure.isMeasured()) {
      throw new ConfigException("access", channel.access(), "use 'r' for what is measured");
    }
    return new SensorPoint(sensor, family, measure);
  }

  static void checkKeys(Map<String, Object> address, List<String> keys) {
    for (String key : new TreeSet<>(address.keySet())) {
      if (!keys.contains(key)) {
        throw new ConfigException(
            "address/" + key,
            address.get(key),
            keys.isEmpty() ? "remove it" : "remove it, or use one of " + keys);
      }
    }
  }

  /** The name of a sensor of a known family. */
  static String sensor(@Nullable Object value) {
    if (value instanceof String text && isSensor(text)) {
      return text;
    }
    throw noSensor(value);
  }

  static boolean isSensor(String name) {
    return SENSOR.matcher(name).matches() && Family.of(name) != null;
  }

  private static ConfigException noSensor(@Nullable Object value) {
    return new ConfigException(
        "address/sensor",
        value,
        "give its name below /sys/bus/w1/devices, for example 28-0316a2794cff; families 10, 22, 28,"
            + " 3b and 42 are known");
  }

  @Override
  public String area() {
    return sensor + (measure.isMeasured() ? "" : " settings");
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
