package io.weir.driver.modbus.internal;

import io.weir.api.model.ValueType;

/** How a value is laid out in registers or bits. */
enum DataType {
  /** A coil, a discrete input, or a whole register of which 0 is false. */
  BOOL(1, ValueType.BOOLEAN),
  /** One bit of a register. */
  BIT(1, ValueType.BOOLEAN),
  INT16(1, ValueType.INTEGER),
  UINT16(1, ValueType.INTEGER),
  INT32(2, ValueType.INTEGER),
  UINT32(2, ValueType.INTEGER),
  INT64(4, ValueType.INTEGER),
  UINT64(4, ValueType.INTEGER),
  FLOAT32(2, ValueType.DOUBLE),
  FLOAT64(4, ValueType.DOUBLE),
  /** Latin-1 text, two characters a register, ended by a NUL or the end of its registers. */
  STRING(0, ValueType.TEXT);

  private final int registers;
  private final ValueType rawType;

  DataType(int registers, ValueType rawType) {
    this.registers = registers;
    this.rawType = rawType;
  }

  /** Number of registers; 0 when the address says it. */
  int registers() {
    return registers;
  }

  ValueType rawType() {
    return rawType;
  }
}
