package io.weir.server.modbus.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a value is laid out in registers or bits. */
enum DataType {
  /** A coil, a discrete input, or a whole register of which 0 is false. */
  BOOL(1),
  INT16(1),
  UINT16(1),
  INT32(2),
  UINT32(2),
  INT64(4),
  UINT64(4),
  FLOAT32(2),
  FLOAT64(4),
  /** Latin-1 text, two characters a register, filled up with NUL. */
  STRING(0),
  /** Not the value but how far it can be trusted: 0 good, 1 uncertain, 2 bad. */
  QUALITY(1);

  private final int registers;

  DataType(int registers) {
    this.registers = registers;
  }

  /** Number of registers; 0 when the entry says it. */
  int registers() {
    return registers;
  }

  boolean isInteger() {
    return ordinal() >= INT16.ordinal() && ordinal() <= UINT64.ordinal();
  }

  boolean isUnsigned() {
    return this == UINT16 || this == UINT32 || this == UINT64;
  }

  static @Nullable DataType parse(String text) {
    for (DataType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(text)) {
        return type;
      }
    }
    return null;
  }
}
