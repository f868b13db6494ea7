package io.weir.driver.modbus.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.weir.api.driver.BlockLimits;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How a unit wants to be asked. Immutable.
 *
 * @param maxRegisters most registers in one request
 * @param maxBits most coils or discrete inputs in one request
 * @param maxGap most unused registers read along; so many bits for each
 * @param pauseNanos rest between an answer of the unit and the next request to it, beside what the
 *     connection asks for
 * @param timeoutNanos longest wait for an answer
 */
record RequestRules(int maxRegisters, int maxBits, int maxGap, long pauseNanos, long timeoutNanos) {
  static final int MOST_REGISTERS = 125;
  static final int MOST_BITS = 2000;
  static final int MOST_MILLIS = 60_000;

  /** The keys of an address that say them. */
  static final List<String> KEYS =
      List.of("max-registers", "max-bits", "max-gap", "pause-ms", "timeout-ms");

  private static final int BITS_PER_REGISTER = 16;

  /**
   * The rules of an address: what it does not say is as the connection has it, and what a request
   * may hold is never more than that.
   *
   * @throws io.weir.api.model.ConfigException naming the field that is wrong
   */
  static RequestRules of(Map<String, Object> address, RequestRules connection) {
    if (Collections.disjoint(address.keySet(), KEYS)) {
      return connection; // One for all its points.
    }
    int registers = number(address, "max-registers", 1, MOST_REGISTERS, connection.maxRegisters);
    int bits = number(address, "max-bits", 1, MOST_BITS, connection.maxBits);
    return new RequestRules(
        Math.min(registers, connection.maxRegisters),
        Math.min(bits, connection.maxBits),
        number(address, "max-gap", 0, MOST_REGISTERS, connection.maxGap),
        nanos(address, "pause-ms", 0, connection.pauseNanos),
        nanos(address, "timeout-ms", 1, connection.timeoutNanos));
  }

  private static int number(
      Map<String, Object> address, String key, int min, int max, int fallback) {
    return Addresses.integer(address, key, min, max, fallback);
  }

  private static long nanos(Map<String, Object> address, String key, int min, long fallback) {
    return address.containsKey(key)
        ? MILLISECONDS.toNanos(Addresses.integer(address, key, min, MOST_MILLIS, null))
        : fallback;
  }

  /** The same with another time-out. */
  RequestRules waiting(long nanos) {
    return new RequestRules(maxRegisters, maxBits, maxGap, pauseNanos, nanos);
  }

  BlockLimits limits(Table table) {
    return table.isBits()
        ? new BlockLimits(maxBits, maxGap * BITS_PER_REGISTER)
        : new BlockLimits(maxRegisters, maxGap);
  }

  /** What a request for points of both keeps. */
  RequestRules and(RequestRules other) {
    if (equals(other)) {
      return this;
    }
    return new RequestRules(
        Math.min(maxRegisters, other.maxRegisters),
        Math.min(maxBits, other.maxBits),
        Math.min(maxGap, other.maxGap),
        Math.max(pauseNanos, other.pauseNanos),
        Math.max(timeoutNanos, other.timeoutNanos));
  }
}
