package io.weir.driver.host.internal;

import io.weir.api.model.ValueType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be measured; README.md says what each means and in which unit. */
enum Measure {
  CPU_TEMPERATURE(Group.TEMPERATURE, ValueType.DOUBLE),
  CPU_LOAD(Group.LOAD, ValueType.DOUBLE),
  LOAD_1M(Group.AVERAGES, ValueType.DOUBLE),
  LOAD_5M(Group.AVERAGES, ValueType.DOUBLE),
  LOAD_15M(Group.AVERAGES, ValueType.DOUBLE),
  CPU_FREQUENCY(Group.FREQUENCY, ValueType.INTEGER),
  CPU_FREQUENCY_LIMIT(Group.FREQUENCY, ValueType.INTEGER),
  UNDER_VOLTAGE(Group.FIRMWARE, ValueType.BOOLEAN),
  FREQUENCY_CAPPED(Group.FIRMWARE, ValueType.BOOLEAN),
  THROTTLED(Group.FIRMWARE, ValueType.BOOLEAN),
  TEMPERATURE_LIMITED(Group.FIRMWARE, ValueType.BOOLEAN),
  UNDER_VOLTAGE_OCCURRED(Group.FIRMWARE, ValueType.BOOLEAN),
  FREQUENCY_CAPPED_OCCURRED(Group.FIRMWARE, ValueType.BOOLEAN),
  THROTTLED_OCCURRED(Group.FIRMWARE, ValueType.BOOLEAN),
  TEMPERATURE_LIMITED_OCCURRED(Group.FIRMWARE, ValueType.BOOLEAN),
  SENSOR(Group.SENSOR, ValueType.DOUBLE),
  SENSOR_ALARM(Group.SENSOR, ValueType.BOOLEAN),
  MEMORY_TOTAL(Group.MEMORY, ValueType.INTEGER),
  MEMORY_AVAILABLE(Group.MEMORY, ValueType.INTEGER),
  MEMORY_USED(Group.MEMORY, ValueType.INTEGER),
  SWAP_TOTAL(Group.MEMORY, ValueType.INTEGER),
  SWAP_USED(Group.MEMORY, ValueType.INTEGER),
  DISK_TOTAL(Group.DISK, ValueType.INTEGER),
  DISK_USED(Group.DISK, ValueType.INTEGER),
  DISK_FREE(Group.DISK, ValueType.INTEGER),
  UPTIME(Group.UPTIME, ValueType.DOUBLE),
  NETWORK_RECEIVED(Group.NETWORK, ValueType.INTEGER),
  NETWORK_SENT(Group.NETWORK, ValueType.INTEGER),
  NETWORK_RECEIVE_ERRORS(Group.NETWORK, ValueType.INTEGER),
  NETWORK_SEND_ERRORS(Group.NETWORK, ValueType.INTEGER),
  NETWORK_RECEIVE_DROPPED(Group.NETWORK, ValueType.INTEGER),
  NETWORK_SEND_DROPPED(Group.NETWORK, ValueType.INTEGER),
  NETWORK_UP(Group.NETWORK, ValueType.BOOLEAN),
  NETWORK_STATE(Group.NETWORK, ValueType.TEXT),
  PROCESS_MEMORY(Group.PROCESS, ValueType.INTEGER),
  PROCESS_THREADS(Group.PROCESS, ValueType.INTEGER);

  private final Group group;
  private final ValueType type;

  Measure(Group group, ValueType type) {
    this.group = group;
    this.type = type;
  }

  Group group() {
    return group;
  }

  ValueType type() {
    return type;
  }

  /** The name in an address. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static @Nullable Measure of(@Nullable Object word) {
    for (Measure measure : values()) {
      if (measure.word().equals(word)) {
        return measure;
      }
    }
    return null;
  }

  static String words() {
    return Arrays.stream(values()).map(Measure::word).collect(Collectors.joining(", "));
  }
}
