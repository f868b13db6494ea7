package io.weir.core.internal.clock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of one boot's place in the calendar.
 *
 * @param number the boot's number, from 1
 * @param id the kernel's id of the boot
 * @param trusted whether the steps were learnt from a trusted clock
 * @param seen monotonic microseconds up to which the boot may have lasted
 * @param steps offsets from their moments on, oldest first; the first holds for what was before it
 */
record Boot(int number, String id, boolean trusted, long seen, List<Step> steps) {
  private static final int MAX_STEPS = 1000;

  /** From this monotonic time on the epoch is so far away, in microseconds. */
  record Step(long micros, long offset) {}

  Boot {
    steps = List.copyOf(steps);
  }

  long offset(long micros) {
    long offset = 0;
    for (int i = steps.size() - 1; i >= 0; i--) {
      offset = steps.get(i).offset();
      if (steps.get(i).micros() <= micros) {
        break;
      }
    }
    return offset;
  }

  /** The offset that holds now. */
  long latest() {
    return steps.get(steps.size() - 1).offset();
  }

  /** When it began, in epoch microseconds. */
  long start() {
    return offset(0);
  }

  /** When it had ended at the latest, in epoch microseconds. */
  long end() {
    return seen + offset(seen);
  }

  /** The same boot, all of it at one offset. */
  Boot with(boolean nowTrusted, long offset) {
    return new Boot(number, id, nowTrusted, seen, List.of(new Step(0, offset)));
  }

  /** The same boot with another offset from this moment on; the oldest steps go when it is full. */
  Boot and(long micros, long offset) {
    List<Step> more =
        new ArrayList<>(steps.size() < MAX_STEPS ? steps : steps.subList(1, MAX_STEPS));
    more.add(new Step(micros, offset));
    return new Boot(number, id, trusted, seen, more);
  }

  /** The same boot, which may have lasted up to this moment. */
  Boot until(long micros) {
    return new Boot(number, id, trusted, micros, steps);
  }

  ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("number", number).put("id", id).put("trusted", trusted).put("seen", seen);
    ArrayNode array = node.putArray("offsets");
    steps.forEach(step -> array.addArray().add(step.micros()).add(step.offset()));
    return node;
  }

  /** The inverse of {@link #toJson}; throws {@link IllegalArgumentException} if it is not one. */
  static Boot ofJson(JsonNode node) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : node.path("offsets")) {
      steps.add(new Step(step.path(0).longValue(), step.path(1).longValue()));
    }
    if (!node.path("number").isInt() || !node.path("id").isTextual() || steps.isEmpty()) {
      throw new IllegalArgumentException("not a boot: " + node);
    }
    return new Boot(
        node.path("number").intValue(),
        node.path("id").textValue(),
        node.path("trusted").booleanValue(),
        Math.max(node.path("seen").longValue(), steps.get(steps.size() - 1).micros()),
        steps);
  }
}
