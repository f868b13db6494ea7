package io.weir.api.runtime;

import java.util.Map;

/**
 * How a part is, why, and since when.
 *
 * @param part kind and name: {@code connection/plant}, {@code device/boiler}, {@code uplink/cloud}
 * @param state how it is
 * @param reason one word for programs: {@code none}, {@code config}, {@code comm}, {@code disk}
 * @param message what is wrong and what would help, in words; empty when all is well
 * @param since epoch microseconds of the last change of state or reason
 * @param counters what it has counted since start, and gauges, by name
 */
public record PartStatus(
    String part,
    State state,
    String reason,
    String message,
    long since,
    Map<String, Long> counters) {}
