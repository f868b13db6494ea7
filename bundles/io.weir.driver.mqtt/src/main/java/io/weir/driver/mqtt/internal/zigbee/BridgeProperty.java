package io.weir.driver.mqtt.internal.zigbee;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the bridge itself has: its state, its health, and what it can be asked to do. */
enum BridgeProperty {
  STATE("state", Kind.TEXT, "State", "", false),
  VERSION("version", Kind.TEXT, "Version", "", false),
  COORDINATOR("coordinator", Kind.TEXT, "Coordinator", "", false),
  RADIO_CHANNEL("radio-channel", Kind.NUMBER, "Radio channel", "", false),
  DEVICES("devices", Kind.NUMBER, "Devices", "", false),
  RESTART_REQUIRED("restart-required", Kind.BOOLEAN, "Restart required", "", false),
  JOINING("joining", Kind.BOOLEAN, "Devices may join", "", false),
  JOINING_LEFT("joining-left", Kind.NUMBER, "Time left to join", "s", false),
  PERMIT_JOIN("permit-join", Kind.NUMBER, "Let devices join for", "s", true),
  INTERVIEW("interview", Kind.TEXT, "Interview a device", "", true),
  REMOVE("remove", Kind.TEXT, "Remove a device", "", true),
  RESTART("restart", Kind.BOOLEAN, "Restart", "", true),
  LOAD("health/load", Kind.NUMBER, "Load of its machine", "", false),
  MEMORY("health/memory", Kind.NUMBER, "Memory used of its machine", "%", false),
  PROCESS_MEMORY("health/process-memory", Kind.NUMBER, "Memory of its process", "MB", false),
  UPTIME("health/uptime", Kind.NUMBER, "Uptime", "s", false),
  MQTT_QUEUED("health/mqtt-queued", Kind.NUMBER, "MQTT messages queued", "", false),
  MQTT_PUBLISHED("health/mqtt-published", Kind.NUMBER, "MQTT messages published", "", false),
  MQTT_RECEIVED("health/mqtt-received", Kind.NUMBER, "MQTT messages received", "", false);

  private final String property;
  private final Kind kind;
  private final String label;
  private final String unit;
  private final boolean writable;

  BridgeProperty(String property, Kind kind, String label, String unit, boolean writable) {
    this.property = property;
    this.kind = kind;
    this.label = label;
    this.unit = unit;
    this.writable = writable;
  }

  static @Nullable BridgeProperty of(List<String> path) {
    String wanted = String.join("/", path);
    return Arrays.stream(values())
        .filter(each -> each.property.equals(wanted))
        .findFirst()
        .orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(BridgeProperty::property).toList();
  }

  String property() {
    return property;
  }

  Kind kind() {
    return kind;
  }

  String label() {
    return label;
  }

  String unit() {
    return unit;
  }

  boolean isWritable() {
    return writable;
  }
}
