package io.weir.api.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One named, typed value of a device as it is configured now.
 *
 * @param info number, id, type and unit
 * @param name what people call it
 * @param access read, write or both
 * @param period how often it is polled; null when it is not polled
 * @param address where the driver finds it, the device's own address merged in; the driver gives
 *     the keys their meaning
 * @param conditioning what is done to raw values
 * @param writeMin lowest value a command may write, {@code -Infinity} for none
 * @param writeMax highest value a command may write, {@code +Infinity} for none
 * @param values what single values of an integer or boolean channel are called, in ascending order;
 *     false is 0 and true is 1; empty for none
 */
public record Channel(
    ChannelInfo info,
    String name,
    Access access,
    @Nullable Duration period,
    Map<String, Object> address,
    Conditioning conditioning,
    double writeMin,
    double writeMax,
    Map<Long, String> values) {

  /** Copies the address and the names of values. */
  public Channel {
    address = AddressMap.copyOf(address);
    values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** A channel whose values have no names. */
  public Channel(
      ChannelInfo info,
      String name,
      Access access,
      @Nullable Duration period,
      Map<String, Object> address,
      Conditioning conditioning,
      double writeMin,
      double writeMax) {
    this(info, name, access, period, address, conditioning, writeMin, writeMax, Map.of());
  }

  /** The channel's number in batches. */
  public int number() {
    return info.number();
  }

  /** The channel's full id, {@code device/channel}. */
  public String id() {
    return info.id();
  }

  /** The name of a value given as its bits; null when it has none. */
  public @Nullable String text(long bits) {
    return values.isEmpty() ? null : values.get(bits);
  }
}
