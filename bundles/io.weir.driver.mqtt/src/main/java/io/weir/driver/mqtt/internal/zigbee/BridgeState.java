package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the bridge says of itself. Bus thread. */
final class BridgeState {
  private static final double MOST_SECONDS_TO_JOIN = 255;

  private final GatewayClock clock;
  private final Map<BridgeProperty, Value> values = new EnumMap<>(BridgeProperty.class);
  private final Map<String, String> metadata = new TreeMap<>();
  private Set<String> groups = Set.of();
  private @Nullable Boolean online;
  private long joinEndMillis;

  BridgeState(GatewayClock clock) {
    this.clock = clock;
  }

  /** Nothing is known any more. */
  void forget() {
    values.clear();
    online = null;
    joinEndMillis = 0;
  }

  /** Whether it runs; null when it has not said. */
  @Nullable Boolean online() {
    return online;
  }

  Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  boolean isGroup(String name) {
    return groups.contains(name);
  }

  @Nullable Value value(BridgeProperty property) {
    if (property == BridgeProperty.JOINING_LEFT && values.containsKey(property)) {
      return joiningLeft();
    }
    return values.get(property);
  }

  /** All that is known now. */
  Map<BridgeProperty, Value> snapshot() {
    return new EnumMap<>(values);
  }

  /** {@code bridge/state}: an object, or a word before version 2. */
  void state(byte[] payload) throws Json.BadPayloadException {
    String text = Json.text(payload).strip();
    String word = text.startsWith("{") ? Json.textOf(Json.parseObject(payload), "state") : text;
    if (!word.equals("online") && !word.equals("offline")) {
      throw new Json.BadPayloadException("it is neither online nor offline", null);
    }
    online = word.equals("online");
    values.put(BridgeProperty.STATE, Value.of(word));
  }

  /** {@code bridge/info}. */
  void info(ObjectNode info) {
    put(BridgeProperty.VERSION, info.get("version"));
    put(BridgeProperty.COORDINATOR, info.path("coordinator").get("type"));
    put(BridgeProperty.RADIO_CHANNEL, info.path("network").get("channel"));
    put(BridgeProperty.RESTART_REQUIRED, info.get("restart_required"));
    put(BridgeProperty.JOINING, info.get("permit_join"));
    boolean isJoining = info.path("permit_join").asBoolean(false);
    joinEndMillis = isJoining ? info.path("permit_join_end").asLong(0) : 0;
    values.put(BridgeProperty.JOINING_LEFT, joiningLeft());
    note("version", info.get("version"));
    note("coordinator", info.path("coordinator").get("type"));
    note("coordinator-ieee", info.path("coordinator").get("ieee_address"));
  }

  /** {@code bridge/health}. */
  void health(ObjectNode health) {
    put(BridgeProperty.LOAD, health.path("os").path("load_average").get(0));
    put(BridgeProperty.MEMORY, health.path("os").get("memory_percent"));
    put(BridgeProperty.PROCESS_MEMORY, health.path("process").get("memory_used_mb"));
    put(BridgeProperty.UPTIME, health.path("process").get("uptime_sec"));
    put(BridgeProperty.MQTT_QUEUED, health.path("mqtt").get("queued"));
    put(BridgeProperty.MQTT_PUBLISHED, health.path("mqtt").get("published"));
    put(BridgeProperty.MQTT_RECEIVED, health.path("mqtt").get("received"));
  }

  /** {@code bridge/groups}. */
  void groups(JsonNode list) {
    Set<String> names = new HashSet<>();
    list.forEach(each -> names.add(Json.textOf(each, "friendly_name")));
    groups = names;
  }

  void devices(int count) {
    values.put(BridgeProperty.DEVICES, Value.of((double) count));
  }

  private Value joiningLeft() {
    if (joinEndMillis == 0) {
      Value joining = values.get(BridgeProperty.JOINING);
      boolean isShut = joining != null && !joining.isBad() && joining.bits() == 0;
      return isShut ? Value.of(0.0) : Value.bad(Reason.DEVICE);
    }
    double seconds = Math.rint((joinEndMillis - clock.epochMicros() / 1_000) / 1_000.0);
    boolean isPossible = seconds <= MOST_SECONDS_TO_JOIN && seconds >= -MOST_SECONDS_TO_JOIN;
    // The end is told by the bridge's clock: of another one the difference would mean nothing.
    return isPossible ? Value.of(Math.max(0, seconds)) : Value.bad(Reason.CLOCK);
  }

  private void put(BridgeProperty property, @Nullable JsonNode node) {
    if (node != null) {
      values.put(property, Values.read(property.kind(), null, node));
    }
  }

  private void note(String name, @Nullable JsonNode node) {
    if (node != null && node.isTextual()) {
      metadata.put(name, node.textValue());
    }
  }
}
