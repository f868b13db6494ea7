package io.weir.core.internal.registry;

import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
  private final Channel[] channels;
  private final Channel[] byNumber;

  /**
   * @param resolved the devices by id
   */
  Snapshot(List<ResolvedDevice> resolved) {
    this.resolved = List.copyOf(resolved);
    List<Device> all = new ArrayList<>();
    List<Channel> every = new ArrayList<>();
    for (ResolvedDevice entry : resolved) {
      Device device = entry.device();
      all.add(device);
      byId.put(device.id(), device);
      every.addAll(device.channels());
    }
    devices = List.copyOf(all);
    channels = every.toArray(Channel[]::new);
    Arrays.sort(channels, Comparator.comparing(Channel::id));
    byNumber = every.toArray(Channel[]::new);
    Arrays.sort(byNumber, Comparator.comparingInt(Channel::number));
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
    int low = 0;
    int high = channels.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = channels[middle].id().compareTo(id);
      if (order == 0) {
        return channels[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  @Nullable Channel channel(int number) {
    int low = 0;
    int high = byNumber.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Channel channel = byNumber[middle];
      if (channel.number() == number) {
        return channel;
      }
      if (channel.number() < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }
}
