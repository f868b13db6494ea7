package io.weir.driver.onewire.internal;

import org.jspecify.annotations.Nullable;

/**
 * The sensors of the kernel's driver w1_therm (Linux, Documentation/w1/slaves/w1_therm.rst) and the
 * ranges of their data sheets by Maxim.
 */
enum Family {
  DS18S20("10", -55, 125, false, true),
  DS1822("22", -55, 125, true, true),
  DS18B20("28", -55, 125, true, true),
  DS1825("3b", -55, 125, true, true),
  DS28EA00("42", -40, 85, true, false);

  private static final int CODE = 2;

  private final String code;
  private final int min;
  private final int max;
  private final boolean configurable;
  private final boolean bulk;

  Family(String code, int min, int max, boolean configurable, boolean bulk) {
    this.code = code;
    this.min = min;
    this.max = max;
    this.configurable = configurable;
    this.bulk = bulk;
  }

  /** The family of a sensor, or null if it is none of these. */
  static @Nullable Family of(String sensor) {
    for (Family family : values()) {
      if (sensor.length() > CODE && family.code.equals(sensor.substring(0, CODE))) {
        return family;
      }
    }
    return null;
  }

  /** Whether its resolution can be set, and a register of the scratchpad tells it. */
  boolean isConfigurable() {
    return configurable;
  }

  /** Whether the kernel lets it take part in a common conversion. */
  boolean isBulk() {
    return bulk;
  }

  boolean isInRange(double celsius) {
    return celsius >= min && celsius <= max;
  }
}
