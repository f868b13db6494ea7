package io.weir.driver.coap.internal;

import io.weir.api.driver.Block;
import io.weir.driver.coap.internal.Slot.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The resources of the devices that are in force. Any thread; changed by the bus thread. */
final class Shelf {
  private final ToDoubleFunction<Slot.Held> epochSeconds;
  private final Map<String, Slot> slots = new ConcurrentSkipListMap<>();
  private volatile Set<String> devices = Set.of();

  Shelf(ToDoubleFunction<Slot.Held> epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  /** Takes over the points that are in force; a resource that stays keeps value and observers. */
  void configure(List<Block.Entry> entries) {
    Map<String, List<Target>> wanted = new LinkedHashMap<>();
    Set<String> named = new HashSet<>();
    for (Block.Entry entry : entries) {
      ServerPoint point = (ServerPoint) entry.point();
      named.add(point.device());
      wanted
          .computeIfAbsent(key(point.device(), point.resource()), key -> new ArrayList<>())
          .add(new Target(entry.channel(), point));
    }
    slots.forEach(
        (key, slot) -> {
          if (!wanted.containsKey(key) && slots.remove(key, slot)) {
            slot.end();
          }
        });
    wanted.forEach(
        (key, targets) -> {
          ServerPoint any = targets.get(0).point();
          slots
              .computeIfAbsent(key, k -> new Slot(any.device(), any.resource(), epochSeconds))
              .targets(targets);
        });
    devices = Set.copyOf(named);
  }

  boolean hasDevice(String device) {
    return devices.contains(device);
  }

  @Nullable Slot slot(String device, String resource) {
    return slots.get(key(device, resource));
  }

  /** The slot of a point, made when there is none yet. */
  Slot slotFor(ServerPoint point) {
    return slots.computeIfAbsent(
        key(point.device(), point.resource()),
        key -> new Slot(point.device(), point.resource(), epochSeconds));
  }

  Collection<Slot> all() {
    return slots.values();
  }

  private static String key(String device, String resource) {
    return device + "/" + resource;
  }
}
