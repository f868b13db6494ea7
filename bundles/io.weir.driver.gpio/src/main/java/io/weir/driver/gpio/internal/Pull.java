package io.weir.driver.gpio.internal;

/** The resistor inside the chip. */
enum Pull {
  /** Whatever it is already. */
  ASIS(0),
  UP(1 << 8),
  DOWN(1 << 9),
  NONE(1 << 10);

  private final long flag;

  Pull(long flag) {
    this.flag = flag;
  }

  /** The kernel's flag. */
  long flag() {
    return flag;
  }
}
