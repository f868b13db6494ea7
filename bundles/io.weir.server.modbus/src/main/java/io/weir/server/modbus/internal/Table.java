package io.weir.server.modbus.internal;

import io.weir.api.model.ConfigException;
import java.util.Locale;

/** The four Modbus tables. */
enum Table {
  COIL,
  DISCRETE,
  HOLDING,
  INPUT;

  boolean isBits() {
    return this == COIL || this == DISCRETE;
  }

  boolean isWritable() {
    return this == COIL || this == HOLDING;
  }

  static Table parse(String field, String text) {
    for (Table table : values()) {
      if (table.name().toLowerCase(Locale.ROOT).equals(text)) {
        return table;
      }
    }
    throw new ConfigException(field, text, "use coil, discrete, holding or input");
  }
}
