package io.weir.api.model;

import org.jspecify.annotations.Nullable;

/**
 * The type of a channel's values, and how each travels in a {@link Batch}.
 *
 * <p>The numeric types travel as 64 raw bits; text and bytes as an object beside them. The {@code
 * code} is written to disk and to the wire and never changes.
 */
public enum ValueType {
  /** {@code 0} is false, anything else true. */
  BOOLEAN(1),
  /** A signed 64-bit integer, exact. */
  INTEGER(2),
  /** An IEEE 754 double as {@link Double#doubleToRawLongBits(double)}. */
  DOUBLE(3),
  /** A {@link String}; the bits are unused and 0. */
  TEXT(4),
  /** A {@code byte[]}; the bits are unused and 0. */
  BYTES(5);

  private final int code;

  ValueType(int code) {
    this.code = code;
  }

  /** The number that stands for this type on disk and on the wire. */
  public int code() {
    return code;
  }

  /** Whether values travel in {@link Batch#bits(int)} alone. */
  public boolean isNumeric() {
    return this == BOOLEAN || this == INTEGER || this == DOUBLE;
  }

  /**
   * The type with this code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ValueType ofCode(int code) {
    for (ValueType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("value type code " + code + " is not one of 1 to 5");
  }

  /** A value as people see it: {@link Boolean}, {@link Long}, {@link Double}, text or bytes. */
  public @Nullable Object box(long bits, @Nullable Object object) {
    return switch (this) {
      case BOOLEAN -> bits != 0;
      case INTEGER -> bits;
      case DOUBLE -> Double.longBitsToDouble(bits);
      case TEXT, BYTES -> object;
    };
  }

  /** The bits of this type as a double; {@code NaN} for text and bytes. */
  public double toDouble(long bits) {
    return switch (this) {
      case BOOLEAN -> bits != 0 ? 1 : 0;
      case INTEGER -> bits;
      case DOUBLE -> Double.longBitsToDouble(bits);
      case TEXT, BYTES -> Double.NaN;
    };
  }
}
