package io.weir.driver.coap.internal;

/**
 * One value of a payload.
 *
 * @param name its name in the payload, all bases applied; empty for the payload's only value
 * @param value {@link Boolean}, {@link Long}, {@link Double}, {@link String} or {@code byte[]}
 * @param unit as SenML writes units, empty when there is none
 * @param time seconds as SenML counts them, below 2^28 relative to now, else of the epoch; NaN for
 *     none
 */
record Measurement(String name, Object value, String unit, double time) {
  static Measurement of(String name, Object value) {
    return new Measurement(name, value, "", Double.NaN);
  }
}
