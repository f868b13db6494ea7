package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.driver.Block;
import io.weir.api.model.Quality.Reason;
import io.weir.driver.mqtt.internal.link.Losses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The devices the bridge knows, what they said, and the rows that makes. Bus thread. */
final class Network {
  private final Rows rows;
  private final BridgeState bridge;
  private final ZigbeeStatus status;
  private final Map<String, DeviceState> states = new HashMap<>();
  private Map<String, ZigbeeDevice> devices = Map.of();
  private Map<String, ZigbeeDevice> byName = Map.of();
  private boolean isChanged;

  Network(Rows rows, BridgeState bridge, ZigbeeStatus status) {
    this.rows = rows;
    this.bridge = bridge;
    this.status = status;
  }

  /** All devices, in an order that does not change by itself. */
  Iterable<ZigbeeDevice> devices() {
    return devices.values();
  }

  @Nullable ZigbeeDevice device(String ieee) {
    return devices.get(ieee);
  }

  @Nullable ZigbeeDevice named(String name) {
    return byName.get(name);
  }

  DeviceState state(String ieee) {
    return states.computeIfAbsent(ieee, key -> new DeviceState());
  }

  /** Whether what is to be announced has changed since this was last asked. */
  boolean takeChange() {
    boolean changed = isChanged;
    isChanged = false;
    return changed;
  }

  /** The connection is gone: nobody knows who is there, or what is missed. */
  void lost() {
    for (DeviceState state : states.values()) {
      state.setPresence(Presence.UNKNOWN);
      state.doubt();
    }
    isChanged = true;
    status.offline(0);
  }

  /** Takes over the bridge's list of devices. */
  void list(DeviceList list, long micros) {
    Map<String, ZigbeeDevice> before = devices;
    devices = list.devices();
    Map<String, ZigbeeDevice> names = new HashMap<>();
    devices.values().forEach(device -> names.put(device.name(), device));
    byName = names;
    states.keySet().retainAll(devices.keySet());
    bridge.devices(devices.size());
    status.list(devices.size(), list.problems());
    isChanged = true;
    for (String ieee : rows.devices()) {
      ZigbeeDevice is = devices.get(ieee);
      ZigbeeDevice was = before.get(ieee);
      if (is == null && was != null) {
        rows.bad(ieee, micros, Reason.CONFIG);
      } else if (is != null && was == null) {
        rows.of(ieee).forEach(entry -> giveKnown(entry, micros));
      } else if (is != null && was != null) {
        renamed(is, was, micros);
      }
    }
    countOffline();
  }

  private void renamed(ZigbeeDevice is, ZigbeeDevice was, long micros) {
    for (Block.Entry entry : rows.of(is.ieee())) {
      ZigbeePoint point = (ZigbeePoint) entry.point();
      Value value = ofBridge(is, point);
      if (value != null && !Objects.equals(value, ofBridge(was, point))) {
        rows.add(entry, micros, value);
      }
    }
  }

  /** A device's state, as a message has it. */
  void state(ZigbeeDevice device, ObjectNode message, long micros) {
    DeviceState state = state(device.ieee());
    List<Block.Entry> entries = rows.of(device.ieee());
    message
        .properties()
        .forEach(
            field -> {
              if (keeps(device, entries, field.getKey())) {
                state.put(field.getKey(), field.getValue());
              }
            });
    for (Block.Entry entry : entries) {
      ZigbeePoint point = (ZigbeePoint) entry.point();
      JsonNode node = Json.at(message, point.path());
      if (node != null) {
        Value value = Values.read(point.kind(), device.feature(point.path()), node);
        judge(device, point, node, value);
        rows.add(entry, micros, value);
      }
    }
  }

  private void judge(ZigbeeDevice device, ZigbeePoint point, JsonNode node, Value value) {
    if (Values.isWrong(node, value)) {
      status.wrongValue(
          device.name(),
          point.property(),
          node + ", which is no " + point.kind().text() + " it can have");
    } else {
      status.goodValue(device.name(), point.property());
    }
  }

  /** What happened is no state: it is passed on, and not said again. */
  private static boolean keeps(ZigbeeDevice device, List<Block.Entry> entries, String property) {
    if (property.equals("action") || property.startsWith("action_")) {
      return false;
    }
    return device.features().keySet().stream().anyMatch(path -> path.get(0).equals(property))
        || entries.stream()
            .anyMatch(entry -> ((ZigbeePoint) entry.point()).path().get(0).equals(property));
  }

  /** Whether a device can be reached. */
  void presence(ZigbeeDevice device, boolean isOnline, long micros) {
    DeviceState state = state(device.ieee());
    Presence now = isOnline ? Presence.ONLINE : Presence.OFFLINE;
    Presence before = state.presence();
    if (now == before) {
      return;
    }
    state.setPresence(now);
    isChanged = true;
    countOffline();
    if (!isOnline) {
      state.doubt();
    }
    if (!isOnline || before == Presence.OFFLINE) {
      rows.of(device.ieee()).forEach(entry -> giveKnown(entry, micros));
    }
  }

  private void countOffline() {
    long count = states.values().stream().filter(s -> s.presence() == Presence.OFFLINE).count();
    status.offline((int) count);
  }

  /** Gives a row of what is known of a point now; none when nothing is. */
  void giveKnown(Block.Entry entry, long micros) {
    Value value = known((ZigbeePoint) entry.point());
    if (value != null) {
      rows.add(entry, micros, value);
    }
  }

  /** What is known of a point now; null when nothing is. */
  @Nullable Value known(ZigbeePoint point) {
    if (point.isOfBridge()) {
      BridgeProperty property = BridgeProperty.of(point.path());
      return property == null ? null : bridge.value(property);
    }
    ZigbeeDevice device = devices.get(point.area());
    if (device == null) {
      return Value.bad(Reason.CONFIG);
    }
    Value own = ofBridge(device, point);
    if (own != null) {
      return own;
    }
    DeviceState state = state(device.ieee());
    if (state.presence() == Presence.OFFLINE) {
      return Value.bad(Reason.COMM);
    }
    Feature feature = device.feature(point.path());
    JsonNode node = state.node(point.path());
    if (node == null) {
      boolean isThere = !device.isKnown() || feature != null || state.has(point.path().get(0));
      return isThere ? null : Value.bad(Reason.CONFIG);
    }
    Value value = Values.read(point.kind(), feature, node);
    return state.isFresh(point.path().get(0)) ? value : value.stale();
  }

  private static @Nullable Value ofBridge(ZigbeeDevice device, ZigbeePoint point) {
    if (point.path().equals(ZigbeeDevice.NAME)) {
      return Value.of(device.name());
    }
    return point.path().equals(ZigbeeDevice.INTERVIEW) ? Value.of(device.interview()) : null;
  }

  /** Gives rows of what the bridge now says of itself, where that differs from before. */
  void bridgeChanged(Map<BridgeProperty, Value> before, long micros) {
    for (Block.Entry entry : rows.of(ZigbeePoint.BRIDGE)) {
      BridgeProperty property = BridgeProperty.of(((ZigbeePoint) entry.point()).path());
      Value value = property == null ? null : bridge.value(property);
      if (value != null && !value.equals(before.get(property))) {
        rows.add(entry, micros, value);
      }
    }
  }

  /** Messages of these topics were dropped: who may have lost one says so. */
  void dropped(Losses losses, String base) {
    for (ZigbeeDevice device : devices.values()) {
      if (losses.concern(base + "/" + device.name())) {
        rows.of(device.ieee()).forEach(rows::lost);
      }
    }
  }

  /** Nothing has a value any more. */
  void allBad(long micros) {
    rows.devices().forEach(device -> rows.bad(device, micros, Reason.COMM));
  }
}
