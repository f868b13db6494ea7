package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes channels of features, and announcements of devices. */
final class Announcements {
  private static final int MAX_ID = 60;
  private static final int MAX_TEXT = 200;

  private final Set<String> ids = new HashSet<>();
  private final List<String> channels = new ArrayList<>();

  private Announcements() {}

  /** A device; its channels once the bridge knows what it can do, or that it cannot know. */
  static Announced of(ZigbeeDevice device, Presence presence) {
    Announcements made = new Announcements();
    if (device.isKnown() || device.interview().equals("successful")) {
      device.features().values().forEach(made::feature);
      made.add("name", "Name", "", "rw", ZigbeeDevice.NAME, Kind.TEXT);
      made.add("interview", "Interview", "", "r", ZigbeeDevice.INTERVIEW, Kind.TEXT);
    }
    return new Announced(
        Map.of("ieee", device.ieee()),
        device.name(),
        device.model(),
        device.metadata(),
        made.channels,
        presence);
  }

  /** The bridge itself. */
  static Announced ofBridge(Map<String, String> metadata, Presence presence) {
    Announcements made = new Announcements();
    for (BridgeProperty each : BridgeProperty.values()) {
      made.add(
          each.property().replace('/', '.'),
          each.label(),
          each.unit(),
          each.isWritable() ? "w" : "r",
          List.of(each.property().split("/")),
          each.kind());
    }
    return new Announced(
        Map.of("bridge", true), "zigbee2mqtt", "zigbee2mqtt", metadata, made.channels, presence);
  }

  private void feature(Feature feature) {
    String id = id(feature.path());
    switch (feature.role()) {
      case WHOLE -> add(id, feature, "w");
      case COMMAND -> {
        if (feature.isReadable()) {
          add(id, feature, "r");
        }
        if (feature.has(Feature.SETTABLE)) {
          add(id + ".command", feature, "w");
        }
      }
      case VALUE ->
          add(
              id,
              feature,
              (feature.isReadable() ? "r" : "") + (feature.has(Feature.SETTABLE) ? "w" : ""));
    }
  }

  private void add(String id, Feature feature, String access) {
    ObjectNode channel =
        channel(id, feature.label(), feature.unit(), access, feature.path(), feature.kind());
    boolean isLimited = Double.isFinite(feature.min()) || Double.isFinite(feature.max());
    if (access.contains("w") && isLimited && feature.min() <= feature.max()) {
      ObjectNode write = channel.putObject("write");
      if (Double.isFinite(feature.min())) {
        write.put("min", feature.min());
      }
      if (Double.isFinite(feature.max())) {
        write.put("max", feature.max());
      }
    }
    channels.add(channel.toString());
  }

  private void add(
      String id, String name, String unit, String access, List<String> path, Kind kind) {
    channels.add(channel(id, name, unit, access, path, kind).toString());
  }

  private ObjectNode channel(
      String id, String name, String unit, String access, List<String> path, Kind kind) {
    ObjectNode channel = Json.object();
    channel.put("id", unique(id));
    channel.put("name", brief(name));
    channel.put("type", kind.rawType().name().toLowerCase(Locale.ROOT));
    if (!unit.isEmpty()) {
      channel.put("unit", brief(unit));
    }
    channel.put("access", access);
    channel.putObject("address").put("property", String.join("/", path)).put("type", kind.text());
    return channel;
  }

  private String unique(String wanted) {
    String id = wanted;
    for (int i = 2; !ids.add(id); i++) {
      id = wanted + "-" + i;
    }
    return id;
  }

  /** {@code color.x} of {@code color/x}. */
  private static String id(List<String> path) {
    String text = String.join(".", path).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    String begun = text.matches("[a-z0-9].*") ? text : "p" + text;
    return begun.length() > MAX_ID - 8 ? begun.substring(0, MAX_ID - 8) : begun;
  }

  private static String brief(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }
}
