package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.driver.AnnouncingDriver.Presence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a device has said, and whether that still holds. Bus thread. */
final class DeviceState {
  private record Held(JsonNode node, boolean isFresh) {}

  private final Map<String, Held> properties = new HashMap<>();
  private Presence presence = Presence.UNKNOWN;

  /** Nothing that was said before holds for certain. */
  void doubt() {
    properties.replaceAll((property, held) -> new Held(held.node(), false));
  }

  void put(String property, JsonNode node) {
    properties.put(property, new Held(node, true));
  }

  boolean has(String property) {
    return properties.containsKey(property);
  }

  Presence presence() {
    return presence;
  }

  void setPresence(Presence now) {
    presence = now;
  }

  /** What it said last; null when it never did. */
  @Nullable JsonNode node(List<String> path) {
    Held held = properties.get(path.get(0));
    return held == null ? null : Json.at(held.node(), path.subList(1, path.size()));
  }

  /** Whether what it said has been said since anybody could have missed something. */
  boolean isFresh(String property) {
    Held held = properties.get(property);
    return held != null && held.isFresh();
  }
}
