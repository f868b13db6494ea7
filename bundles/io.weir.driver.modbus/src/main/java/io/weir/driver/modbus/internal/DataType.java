package io.weir.driver.modbus.internal;

import io.weir.api.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;

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

  private static final BigDecimal BEYOND = new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE));

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

  boolean isInteger() {
    return rawType == ValueType.INTEGER;
  }

  /**
   * The bits of a number in this type, those of its registers and none above them.
   *
   * @throws ArithmeticException if the type has no such number
   */
  long pattern(BigDecimal number) {
    if (this == FLOAT32) {
      return Float.floatToRawIntBits(number.floatValue()) & 0xFFFF_FFFFL;
    }
    if (this == FLOAT64) {
      return Double.doubleToRawLongBits(number.doubleValue());
    }
    if (number.abs().compareTo(BEYOND) > 0) {
      throw new ArithmeticException("no type is so wide"); // Nor is there room for 1e999999999.
    }
    BigInteger value = number.toBigIntegerExact();
    int bits = Short.SIZE * registers;
    boolean isSigned = this == INT16 || this == INT32 || this == INT64;
    BigInteger end = BigInteger.ONE.shiftLeft(isSigned ? bits - 1 : bits);
    if (value.compareTo(end) >= 0
        || value.compareTo(isSigned ? end.negate() : BigInteger.ZERO) < 0) {
      throw new ArithmeticException(value + " does not fit " + this);
    }
    return bits == Long.SIZE ? value.longValue() : value.longValue() & (1L << bits) - 1;
  }
}
