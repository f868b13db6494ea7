package io.weir.driver.coap.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of a host's resource.
 *
 * @param path without the slash in front
 * @param isObserved whether the host is asked to tell of changes
 * @param pointer path of the value in a JSON or CBOR document, empty for the whole
 * @param name name of the SenML record, empty for the only one
 * @param format what is asked for and written; null for what the host has, and text
 * @param isPosted whether it is written by POST; else by PUT
 */
record ClientPoint(
    String path,
    boolean isObserved,
    String pointer,
    String name,
    @Nullable Format format,
    boolean isPosted,
    ValueType rawType)
    implements Point {
  private static final int POSITIONS = 0x3FFF_FFFF;

  /** One answer serves all values of a resource. */
  @Override
  public String area() {
    return format == null ? "/" + path : "/" + path + " as " + format.word();
  }

  /** A place of its own for most values; nothing depends on it. */
  @Override
  public int start() {
    return Objects.hash(pointer, name, rawType) & POSITIONS;
  }

  @Override
  public int length() {
    return 1;
  }
}
