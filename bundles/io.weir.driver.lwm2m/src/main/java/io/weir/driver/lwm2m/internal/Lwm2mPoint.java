package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;

/**
 * A resource of a device.
 *
 * @param resourceInstance which of several values, -1 for a resource of one value
 * @param isExecutable whether writing true executes it
 * @param isObserved whether the device is asked to tell of changes
 * @param pmin shortest time between two notifications in seconds, 0 for what the device does
 * @param pmax longest time between two notifications in seconds, 0 for what the device does
 */
record Lwm2mPoint(
    String device,
    int object,
    int instance,
    int resource,
    int resourceInstance,
    ValueType rawType,
    boolean isExecutable,
    boolean isObserved,
    int pmin,
    int pmax)
    implements Point {
  private static final int SUBS = 8_192;

  /** Path of the resource, without the instance of its value. */
  String path() {
    return instancePath() + "/" + resource;
  }

  String instancePath() {
    return "/" + object + "/" + instance;
  }

  /** An instance of an object is read at once. */
  @Override
  public String area() {
    return device + " " + instancePath();
  }

  /** A place of its own for most values; nothing depends on it. */
  @Override
  public int start() {
    return resource * SUBS + Math.min(resourceInstance + 1, SUBS - 1);
  }

  @Override
  public int length() {
    return 1;
  }
}
