package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a device says it has.
 *
 * @param path names of the property and of what is inside it
 * @param label what people call it
 * @param access bits: {@link #PUBLISHED}, {@link #SETTABLE}, {@link #GETTABLE}
 * @param on what stands for true; null unless boolean
 * @param off what stands for false; null unless boolean
 * @param values those that can be written; empty for any
 * @param min lowest value that can be written, {@code -Infinity} for none
 * @param max highest value that can be written, {@code +Infinity} for none
 * @param siblings names beside the last of the path, which are written with it
 * @param role how what is written relates to what is read
 */
record Feature(
    List<String> path,
    Kind kind,
    String label,
    String unit,
    int access,
    @Nullable JsonNode on,
    @Nullable JsonNode off,
    List<JsonNode> values,
    double min,
    double max,
    List<String> siblings,
    Role role) {
  /** How what is written relates to what is read. */
  enum Role {
    VALUE,
    /** It is written as one, as JSON, and read by its parts. */
    WHOLE,
    /** What is written never becomes the property's value. */
    COMMAND
  }

  /** The value is in the messages about the device's state. */
  static final int PUBLISHED = 1;

  /** The value can be written. */
  static final int SETTABLE = 2;

  /** The device can be asked for the value. */
  static final int GETTABLE = 4;

  Feature {
    path = List.copyOf(path);
    values = List.copyOf(values);
    siblings = List.copyOf(siblings);
  }

  boolean has(int bit) {
    return (access & bit) != 0;
  }

  boolean isReadable() {
    return has(PUBLISHED) || has(GETTABLE);
  }

  /** Whether the device's state will say that a written value has become its own. */
  boolean isConfirmed() {
    return isReadable() && role != Role.COMMAND;
  }
}
