package io.weir.api.runtime;

import java.util.Map;

/**
 * How a part is, why, and since when.
 *
 * @param part kind and name: {@code connection/plant}, {@code device/boiler}, {@code uplink/cloud}
 * @param label what people call it; its name on the board without the kind if nobody said
 * @param state how it is
 * @param reason one word for programs: {@code none}, {@code config}, {@code comm}, {@code disk}
 * @param message what is wrong and what would help, in words; empty when all is well
 * @param since epoch microseconds of the last change of state or reason
 * @param counters what it has counted since start, and gauges, by name
 */
public record PartStatus(
    String part,
    String label,
    State state,
    String reason,
    String message,
    long since,
    Map<String, Long> counters) {

  /** A part that goes by its name on the board. */
  public PartStatus(
      String part,
      State state,
      String reason,
      String message,
      long since,
      Map<String, Long> counters) {
    this(part, part.substring(part.indexOf('/') + 1), state, reason, message, since, counters);
  }
}
