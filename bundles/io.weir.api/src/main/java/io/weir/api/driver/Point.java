package io.weir.api.driver;

import io.weir.api.model.ValueType;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where one channel's value stands, as its driver understands the address.
 *
 * <p>Points of one area with near starts are merged into one {@link Block}. A protocol without
 * addressable ranges gives each point an area of its own, start 0 and length 1. Immutable.
 */
@ConsumerType
public interface Point {
  /** What can be read in one request, for example {@code unit 1 holding}. */
  String area();

  /** First item of the area, from 0. */
  int start();

  /** Number of items, at least 1. */
  int length();

  /** Type of the value before conditioning. */
  ValueType rawType();
}
