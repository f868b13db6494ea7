package io.weir.driver.gpio.internal;

/** Which changes of a line are told, after active-low has been taken into account. */
enum Edge {
  /** None: the level is polled only. */
  NONE(0),
  RISING(1 << 4),
  FALLING(1 << 5),
  BOTH(1 << 4 | 1 << 5);

  private final long flag;

  Edge(long flag) {
    this.flag = flag;
  }

  /** The kernel's flag. */
  long flag() {
    return flag;
  }
}
