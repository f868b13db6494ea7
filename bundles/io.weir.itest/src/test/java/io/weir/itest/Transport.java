package io.weir.itest;

import java.util.Locale;

/** How requests travel to a Modbus slave. */
enum Transport {
  TCP,
  TLS,
  UDP,
  RTU,
  ASCII,
  RTU_TCP;

  boolean isSerial() {
    return this == RTU || this == ASCII;
  }

  /** As settings and {@code slave.py} call it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
