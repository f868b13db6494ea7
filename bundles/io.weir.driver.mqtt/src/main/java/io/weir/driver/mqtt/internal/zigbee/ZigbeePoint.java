package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;
import java.util.List;

/**
 * One property of a device. A device's state is one message, so it is read as one.
 *
 * @param area the device's IEEE address, or {@link #BRIDGE}
 * @param path names of the property and of what is inside it
 */
record ZigbeePoint(String area, List<String> path, Kind kind) implements Point {
  static final String BRIDGE = "bridge";

  /** Copies the path. */
  ZigbeePoint {
    path = List.copyOf(path);
  }

  boolean isOfBridge() {
    return area.equals(BRIDGE);
  }

  /** {@code color/x}. */
  String property() {
    return String.join("/", path);
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public ValueType rawType() {
    return kind.rawType();
  }
}
