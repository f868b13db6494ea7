package io.weir.driver.mqtt.internal.zigbee;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device as the bridge's list has it.
 *
 * @param ieee its address, which it keeps for life
 * @param name what people call it, and its topic
 * @param model manufacturer and model, empty when not known
 * @param metadata what else is known, for people
 * @param interview how far the bridge has got to know it
 * @param isKnown whether the bridge knows what it can do
 * @param features what it can do
 */
record ZigbeeDevice(
    String ieee,
    String name,
    String model,
    Map<String, String> metadata,
    String interview,
    boolean isKnown,
    boolean isDisabled,
    Map<List<String>, Feature> features) {
  /** What people call it. */
  static final List<String> NAME = List.of("$name");

  /** How far the bridge has got to know it. */
  static final List<String> INTERVIEW = List.of("$interview");

  /** What the bridge knows beside what the device says. */
  static final Set<List<String>> OF_BRIDGE = Set.of(NAME, INTERVIEW);

  /** Copies the maps, in their order. */
  ZigbeeDevice {
    metadata = Map.copyOf(metadata);
    features = new LinkedHashMap<>(features);
  }

  @Nullable Feature feature(List<String> path) {
    return features.get(path);
  }
}
