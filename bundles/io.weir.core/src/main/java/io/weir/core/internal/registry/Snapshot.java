package io.weir.core.internal.registry;

import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All devices at one moment, with the ways to look things up. Immutable. */
final class Snapshot {
  static final Snapshot EMPTY = new Snapshot(List.of());

  private final List<ResolvedDevice> resolved;
  private final List<Device> devices;
  private final Map<String, Device> byId = new HashMap<>();
  private final Map<String, Channel> channels = new HashMap<>();
  private final Map<Integer, Channel> byNumber = new HashMap<>();

  /**
   * @param resolved the devices by id
   */
  Snapshot(List<ResolvedDevice> resolved) {
    this.resolved = List.copyOf(resolved);
    List<Device> all = new ArrayList<>();
    for (ResolvedDevice entry : resolved) {
      Device device = entry.device();
      all.add(device);
      byId.put(device.id(), device);
      for (Channel channel : device.channels()) {
        channels.put(channel.id(), channel);
        byNumber.put(channel.number(), channel);
      }
    }
    devices = List.copyOf(all);
  }

  List<ResolvedDevice> resolved() {
    return resolved;
  }

  List<Device> devices() {
    return devices;
  }

  @Nullable Device device(String id) {
    return byId.get(id);
  }

  @Nullable Channel channel(String id) {
    return channels.get(id);
  }

  @Nullable Channel channel(int number) {
    return byNumber.get(number);
  }
}
