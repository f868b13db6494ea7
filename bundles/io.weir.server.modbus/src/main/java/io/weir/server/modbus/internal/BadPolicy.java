package io.weir.server.modbus.internal;

import io.weir.api.model.ConfigException;
import java.util.Locale;

/** What a client reads where there is no value to be trusted. */
enum BadPolicy {
  /** Exception 0x0B for the whole request. */
  EXCEPTION,
  /** Floats NaN, signed integers their minimum, unsigned their maximum; else as EXCEPTION. */
  NAN,
  /** The last value that was not bad, as EXCEPTION if there was none. */
  LAST;

  static BadPolicy parse(String text) {
    for (BadPolicy policy : values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(text)) {
        return policy;
      }
    }
    throw new ConfigException("bad", text, "use exception, nan or last");
  }
}
