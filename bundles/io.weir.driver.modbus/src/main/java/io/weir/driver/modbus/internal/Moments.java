package io.weir.driver.modbus.internal;

/** Moments of {@link System#nanoTime()}, which may be of any sign. */
final class Moments {
  private Moments() {}

  static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
