package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.driver.mqtt.internal.mapping.ChannelDraft.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What discovery messages have announced, by topic, and the devices they make together. Confined to
 * the bus thread.
 */
final class DiscoveryBook {
  private static final int MAX_ENTITIES = 20_000;
  private static final int MAX_PER_DEVICE = 500;
  private static final int MAX_NOTES = 20;

  /** Devices in the order in which they came, each with its entities by topic. */
  private final Map<String, Map<String, List<Entity>>> devices = new LinkedHashMap<>();

  private final Map<String, Set<String>> devicesOf = new LinkedHashMap<>();
  private int entities;

  int devices() {
    return devices.size();
  }

  boolean has(String device) {
    return devices.containsKey(device);
  }

  int entities() {
    return entities;
  }

  /** Channels that are not understood. */
  long unsupported() {
    return devices.values().stream()
        .flatMap(topics -> topics.values().stream())
        .flatMap(List::stream)
        .flatMap(entity -> entity.parts().stream())
        .filter(part -> part.channel().path("address").has("unsupported"))
        .count();
  }

  /**
   * Takes what a topic announces now instead of what it did.
   *
   * @return the devices that it changes
   * @throws NoValueException if there is no room for more; what the topic announced is gone
   */
  Set<String> put(String topic, List<Entity> announced) throws NoValueException {
    Set<String> changed = new TreeSet<>(forget(topic));
    Map<String, List<Entity>> byDevice = new LinkedHashMap<>();
    announced.forEach(
        entity -> byDevice.computeIfAbsent(entity.device(), key -> new ArrayList<>()).add(entity));
    for (Map.Entry<String, List<Entity>> each : byDevice.entrySet()) {
      Map<String, List<Entity>> topics = devices.get(each.getKey());
      if (topics == null) {
        if (devices.size() >= AnnouncingDriver.MAX_DEVICES) {
          throw NoValueException.wrong(
              "there are " + AnnouncingDriver.MAX_DEVICES + " devices already");
        }
        topics = new LinkedHashMap<>();
      }
      int some = topics.values().stream().mapToInt(List::size).sum() + each.getValue().size();
      if (some > MAX_PER_DEVICE || entities + each.getValue().size() > MAX_ENTITIES) {
        throw NoValueException.wrong("too many entities");
      }
      topics.put(topic, List.copyOf(each.getValue()));
      devices.put(each.getKey(), topics);
      devicesOf.computeIfAbsent(topic, key -> new HashSet<>()).add(each.getKey());
      entities += each.getValue().size();
      changed.add(each.getKey());
    }
    return changed;
  }

  private Set<String> forget(String topic) {
    Set<String> had = devicesOf.remove(topic);
    if (had == null) {
      return Set.of();
    }
    for (String device : had) {
      Map<String, List<Entity>> topics = devices.get(device);
      List<Entity> gone = topics == null ? null : topics.remove(topic);
      if (gone != null && topics != null) {
        entities -= gone.size();
        if (topics.isEmpty()) {
          devices.remove(device);
        }
      }
    }
    return had;
  }

  /** A device as it is announced, its presence not known. */
  Announced announced(String device) {
    Map<String, List<Entity>> topics = devices.getOrDefault(device, Map.of());
    List<Entity> all = new ArrayList<>();
    new TreeSet<>(topics.keySet())
        .forEach(topic -> all.addAll(topics.getOrDefault(topic, List.of())));
    Map<String, String> metadata = new LinkedHashMap<>();
    List<String> channels = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    String name = device;
    String model = "";
    int notes = 0;
    for (Entity entity : all) {
      entity.facts().forEach(metadata::putIfAbsent);
      name = name.equals(device) ? entity.deviceName() : name;
      model = model.isEmpty() ? entity.model() : model;
      String base = base(entity, ids);
      for (Part part : entity.parts()) {
        channels.add(channel(entity, base, part));
      }
      if (!entity.notes().isEmpty() && notes++ < MAX_NOTES) {
        metadata.put("not understood of " + base, String.join("; ", entity.notes()));
      }
    }
    return new Announced(
        Map.of("device", device), name, model, metadata, channels, Presence.UNKNOWN);
  }

  /** An id for an entity none of whose channels has the id of another one's. */
  private static String base(Entity entity, Set<String> ids) {
    String base = entity.id();
    for (int i = 1; isTaken(entity, base, ids); i++) {
      String more = i == 1 ? entity.component().replace('_', '-') + "-" : entity.component() + i;
      base = Entity.id(more + entity.id());
    }
    for (Part part : entity.parts()) {
      ids.add(id(base, part));
    }
    return base;
  }

  private static boolean isTaken(Entity entity, String base, Set<String> ids) {
    return entity.parts().stream().anyMatch(part -> ids.contains(id(base, part)));
  }

  private static String id(String base, Part part) {
    return part.suffix().isEmpty() ? base : base + "-" + part.suffix();
  }

  private static String channel(Entity entity, String base, Part part) {
    ObjectNode channel = part.channel().objectNode();
    channel.put("id", id(base, part));
    channel.put(
        "name",
        part.suffix().isEmpty()
            ? entity.name()
            : entity.name() + ", " + part.suffix().replace('-', ' '));
    channel.setAll(part.channel());
    return channel.toString();
  }
}
