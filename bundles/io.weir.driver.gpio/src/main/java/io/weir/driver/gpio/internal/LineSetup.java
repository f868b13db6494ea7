package io.weir.driver.gpio.internal;

import org.jspecify.annotations.Nullable;

/**
 * How a line is requested.
 *
 * @param offset number of the line on its chip
 * @param edge which edges are told; of no meaning to an output
 * @param initial level an output has from the first moment on; null leaves what is there
 * @param consumer what other programs see as the line's holder
 */
record LineSetup(
    int offset,
    boolean output,
    boolean activeLow,
    Pull pull,
    Drive drive,
    Edge edge,
    int debounceMicros,
    @Nullable Boolean initial,
    String consumer) {

  /** Whether one request can serve both: all but the name is the same. */
  boolean serves(LineSetup other) {
    return equals(
        new LineSetup(
            other.offset,
            other.output,
            other.activeLow,
            other.pull,
            other.drive,
            other.edge,
            other.debounceMicros,
            other.initial,
            consumer));
  }
}
