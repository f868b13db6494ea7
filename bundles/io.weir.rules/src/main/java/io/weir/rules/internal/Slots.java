package io.weir.rules.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.rules.internal.cel.CelType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each channel that any rule names a slot. Confined to the thread that builds a rule set. */
final class Slots {
  private final DeviceRegistry registry;
  private final Map<String, Integer> slotById = new LinkedHashMap<>();
  private final List<Channel> channels = new ArrayList<>();

  Slots(DeviceRegistry registry) {
    this.registry = registry;
  }

  /** The channel with this id; null when there is none. */
  @Nullable Channel channel(String id) {
    return registry.channel(id).orElse(null);
  }

  /** Every channel's id, for suggestions. */
  List<String> channelIds() {
    List<String> ids = new ArrayList<>();
    for (Device device : registry.devices()) {
      device.channels().forEach(channel -> ids.add(channel.id()));
    }
    return ids;
  }

  /** The slot of a channel. */
  int slot(Channel channel) {
    return slotById.computeIfAbsent(
        channel.id(),
        id -> {
          channels.add(channel);
          return channels.size() - 1;
        });
  }

  /** The channels that have a slot, by slot. */
  List<Channel> channels() {
    return channels;
  }

  /** How expressions see a type; null when they do not. */
  static @Nullable CelType celType(ValueType type) {
    return switch (type) {
      case BOOLEAN -> CelType.BOOL;
      case INTEGER -> CelType.INT;
      case DOUBLE -> CelType.DOUBLE;
      case TEXT -> CelType.STRING;
      case BYTES -> null;
    };
  }
}
