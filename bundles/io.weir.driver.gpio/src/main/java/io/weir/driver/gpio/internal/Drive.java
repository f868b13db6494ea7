package io.weir.driver.gpio.internal;

/** Which levels an output drives; it leaves the other one to a resistor. */
enum Drive {
  PUSH_PULL(0),
  OPEN_DRAIN(1 << 6),
  OPEN_SOURCE(1 << 7);

  private final long flag;

  Drive(long flag) {
    this.flag = flag;
  }

  /** The kernel's flag. */
  long flag() {
    return flag;
  }
}
