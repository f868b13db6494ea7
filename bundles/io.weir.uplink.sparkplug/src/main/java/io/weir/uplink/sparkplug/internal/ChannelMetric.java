package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import org.jspecify.annotations.Nullable;

/** A channel as a metric of its device, and what hosts take for its value now. */
final class ChannelMetric {
  /** Aliases below are those of the edge node's own metrics. */
  static final int FIRST_ALIAS = 16;

  /** Characters or bytes. */
  private static final int LONGEST_IN_BIRTH = 4_096;

  final ChannelInfo info;
  final DeviceSession device;
  final String name;

  /** Follows from the channel's number, so that it is the same for ever. */
  final long alias;

  boolean isReadOnly;

  /** Epoch microseconds of the value; {@link Long#MIN_VALUE} before there is one. */
  long time = Long.MIN_VALUE;

  long bits;
  @Nullable Object object;
  byte quality;

  ChannelMetric(ChannelInfo info, DeviceSession device, String name, boolean isReadOnly) {
    this.info = info;
    this.device = device;
    this.name = name;
    this.isReadOnly = isReadOnly;
    alias = (long) info.number() + FIRST_ALIAS;
  }

  boolean hasValue() {
    return time != Long.MIN_VALUE;
  }

  void set(long newTime, long newBits, @Nullable Object newObject, byte newQuality) {
    time = newTime;
    bits = newBits;
    object = newObject;
    quality = newQuality;
  }

  /** Takes over what another of the same number knows. */
  void setFrom(ChannelMetric other) {
    set(other.time, other.bits, other.object, other.quality);
  }

  /**
   * The value as a birth carries it; null for none, and for one so long that births could grow
   * beyond what a server takes.
   */
  @Nullable Object valueInBirth() {
    if (!hasValue() || Quality.isBad(quality) || length(object) > LONGEST_IN_BIRTH) {
      return null;
    }
    return info.type().box(bits, object);
  }

  private static int length(@Nullable Object object) {
    if (object instanceof byte[] blob) {
      return blob.length;
    }
    return object instanceof String text ? text.length() : 0;
  }

  DataType type() {
    return typeOf(info.type());
  }

  static DataType typeOf(ValueType type) {
    return switch (type) {
      case BOOLEAN -> DataType.BOOLEAN;
      case INTEGER -> DataType.INT64;
      case DOUBLE -> DataType.DOUBLE;
      case TEXT -> DataType.STRING;
      case BYTES -> DataType.BYTES;
    };
  }
}
