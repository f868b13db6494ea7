package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.AnnouncingDriver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bridge's list of devices; an entry that makes no sense costs its neighbours nothing.
 *
 * @param devices by IEEE address, in the order of those
 * @param problems what made no sense
 */
record DeviceList(Map<String, ZigbeeDevice> devices, List<String> problems) {
  static final Pattern IEEE = Pattern.compile("0x[0-9a-f]{16}");
  private static final int MAX_NAME = 255;

  /** Room for the bridge itself. */
  private static final int MAX_DEVICES = AnnouncingDriver.MAX_DEVICES - 1;

  private static final Map<String, String> METADATA =
      Map.of(
          "manufacturer", "manufacturer",
          "model_id", "model-id",
          "power_source", "power-source",
          "software_build_id", "software",
          "date_code", "date-code",
          "type", "type",
          "description", "description");

  static DeviceList parse(JsonNode list) {
    Map<String, ZigbeeDevice> devices = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int unread = 0;
    for (JsonNode entry : list) {
      if (Json.textOf(entry, "type").equals("Coordinator")) {
        continue;
      }
      if (devices.size() >= MAX_DEVICES) {
        unread++;
        continue;
      }
      String ieee = Json.textOf(entry, "ieee_address").toLowerCase(Locale.ROOT);
      String name = Json.textOf(entry, "friendly_name");
      if (!(entry instanceof ObjectNode object) || !IEEE.matcher(ieee).matches()) {
        problems.add("a device of the list has no ieee_address");
      } else if (!isName(name)) {
        problems.add(ieee + " has no friendly_name that could be a topic");
      } else if (devices.containsKey(ieee)) {
        problems.add(ieee + " is in the list twice; the first entry counts");
      } else if (!names.add(name)) {
        problems.add(ieee + " has the friendly_name of another device");
      } else {
        devices.put(ieee, device(object, ieee, name, problems));
      }
    }
    if (unread > 0) {
      problems.add(unread + " devices beyond the first " + MAX_DEVICES + " are left out");
    }
    return new DeviceList(devices, problems);
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && !name.startsWith("bridge/")
        && name.chars().noneMatch(c -> c == '+' || c == '#' || c < ' ');
  }

  private static ZigbeeDevice device(
      ObjectNode entry, String ieee, String name, List<String> problems) {
    JsonNode definition = entry.get("definition");
    boolean isKnown = definition instanceof ObjectNode;
    Exposes.Result read =
        definition instanceof ObjectNode
            ? Exposes.parse(definition.get("exposes"))
            : new Exposes.Result(List.of(), List.of());
    read.problems().stream().distinct().forEach(each -> problems.add(ieee + ": " + each));
    Map<List<String>, Feature> features = new LinkedHashMap<>();
    read.features().forEach(each -> features.put(each.path(), each));
    String interview = Json.textOf(entry, "interview_state").toLowerCase(Locale.ROOT);
    return new ZigbeeDevice(
        ieee,
        name,
        definition == null ? Json.textOf(entry, "model_id") : model(definition),
        metadata(entry, definition),
        interview.isEmpty() ? before2(entry) : interview,
        isKnown,
        entry.path("disabled").asBoolean(false),
        features);
  }

  /** Versions before 2 had two truth values instead. */
  private static String before2(ObjectNode entry) {
    if (entry.path("interview_completed").asBoolean(false)) {
      return "successful";
    }
    return entry.path("interviewing").asBoolean(false) ? "in_progress" : "pending";
  }

  private static String model(JsonNode definition) {
    return (Json.textOf(definition, "vendor") + " " + Json.textOf(definition, "model")).strip();
  }

  private static Map<String, String> metadata(ObjectNode entry, @Nullable JsonNode definition) {
    Map<String, String> metadata = new TreeMap<>();
    METADATA.forEach(
        (field, name) -> {
          String text = Json.textOf(entry, field);
          if (!text.isEmpty()) {
            metadata.put(name, text);
          }
        });
    if (definition != null && !metadata.containsKey("description")) {
      String what = Json.textOf(definition, "description");
      if (!what.isEmpty()) {
        metadata.put("description", what);
      }
    }
    if (entry.path("disabled").asBoolean(false)) {
      metadata.put("disabled", "in zigbee2mqtt");
    }
    return metadata;
  }
}
