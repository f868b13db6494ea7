package io.weir.driver.coap.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;

/**
 * A resource of a device that speaks to the server.
 *
 * @param device what the device is known by
 * @param resource path of the resource below the device
 * @param unit unit of its values, so that the device can be announced as it is configured
 * @param isMailbox whether a written value waits until the device fetches it
 */
record ServerPoint(
    String device, String resource, ValueType rawType, String unit, boolean isMailbox)
    implements Point {
  private static final int POSITIONS = 0x3FFF_FFFF;

  /** A device is read whole, from what it has said. */
  @Override
  public String area() {
    return "device " + device;
  }

  /** A place of its own for most resources; nothing depends on it. */
  @Override
  public int start() {
    return resource.hashCode() & POSITIONS;
  }

  @Override
  public int length() {
    return 1;
  }
}
