package io.weir.api.model;

import java.time.Duration;
import java.util.Map;
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
 */
public record Channel(
    ChannelInfo info,
    String name,
    Access access,
    @Nullable Duration period,
    Map<String, Object> address,
    Conditioning conditioning,
    double writeMin,
    double writeMax) {

  /** Copies the address. */
  public Channel {
    address = Map.copyOf(address);
  }

  /** The channel's number in batches. */
  public int number() {
    return info.number();
  }

  /** The channel's full id, {@code device/channel}. */
  public String id() {
    return info.id();
  }
}
