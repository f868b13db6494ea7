package io.weir.driver.modbus.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The order in which a device sends the bytes of a value, {@code A} being the most significant.
 *
 * <p>Named after 32 bits; for 64 bits the same two rules apply to all four registers: bytes are
 * swapped within each register or not, registers come last first or not.
 */
enum Order {
  /** Big endian, as the Modbus specification sends a register. */
  ABCD(false, false),
  /** The register with the low half first. */
  CDAB(false, true),
  /** The bytes of each register swapped. */
  BADC(true, false),
  /** Little endian. */
  DCBA(true, true);

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final boolean swapBytes;
  private final boolean swapRegisters;

  Order(boolean swapBytes, boolean swapRegisters) {
    this.swapBytes = swapBytes;
    this.swapRegisters = swapRegisters;
  }

  boolean isSwappingBytes() {
    return swapBytes;
  }

  short get16(byte[] bytes, int at) {
    return turn((short) SHORT.get(bytes, at));
  }

  int get32(byte[] bytes, int at) {
    return turn((int) INT.get(bytes, at));
  }

  long get64(byte[] bytes, int at) {
    return turn((long) LONG.get(bytes, at));
  }

  void put16(byte[] bytes, int at, short value) {
    SHORT.set(bytes, at, turn(value));
  }

  void put32(byte[] bytes, int at, int value) {
    INT.set(bytes, at, turn(value));
  }

  void put64(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, turn(value));
  }

  // Each turn is its own inverse: it serves both directions.

  private short turn(short value) {
    return swapBytes ? Short.reverseBytes(value) : value;
  }

  private int turn(int value) {
    int bytes = swapBytes ? Integer.reverseBytes(Integer.rotateLeft(value, 16)) : value;
    return swapRegisters ? Integer.rotateLeft(bytes, 16) : bytes;
  }

  private long turn(long value) {
    long bytes = swapBytes ? swapBytes(value) : value;
    return swapRegisters ? Long.reverseBytes(swapBytes(bytes)) : bytes;
  }

  private static long swapBytes(long value) {
    return (value & 0x00FF_00FF_00FF_00FFL) << 8 | (value >>> 8 & 0x00FF_00FF_00FF_00FFL);
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }
}
