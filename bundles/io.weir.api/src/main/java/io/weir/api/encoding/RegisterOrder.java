package io.weir.api.encoding;

/**
 * The order in which a device sends the bytes of a value that fills several registers of 16 bits,
 * {@code A} being the most significant.
 *
 * <p>Named after 32 bits; for 64 bits the same two rules apply to all four registers: bytes are
 * swapped within each register or not, registers come last first or not.
 */
public enum RegisterOrder {
  /** Big endian, as the Modbus specification sends a register. */
  ABCD(false, false),
  /** The register with the low half first. */
  CDAB(false, true),
  /** The bytes of each register swapped. */
  BADC(true, false),
  /** Little endian. */
  DCBA(true, true);

  private final boolean swapBytes;
  private final boolean swapRegisters;

  RegisterOrder(boolean swapBytes, boolean swapRegisters) {
    this.swapBytes = swapBytes;
    this.swapRegisters = swapRegisters;
  }

  /** Whether the two bytes of each register are swapped. */
  public boolean isSwappingBytes() {
    return swapBytes;
  }

  /** The value of one register that begins at this byte. */
  public short get16(byte[] bytes, int at) {
    return turn((short) big16(bytes, at));
  }

  /** The value of two registers that begin at this byte. */
  public int get32(byte[] bytes, int at) {
    return turn(big32(bytes, at));
  }

  /** The value of four registers that begin at this byte. */
  public long get64(byte[] bytes, int at) {
    return turn((long) big32(bytes, at) << 32 | (big32(bytes, at + 4) & 0xFFFF_FFFFL));
  }

  /** Puts a value into one register, from this byte on. */
  public void put16(byte[] bytes, int at, short value) {
    putBig(bytes, at, 2, turn(value));
  }

  /** Puts a value into two registers, from this byte on. */
  public void put32(byte[] bytes, int at, int value) {
    putBig(bytes, at, 4, turn(value));
  }

  /** Puts a value into four registers, from this byte on. */
  public void put64(byte[] bytes, int at, long value) {
    putBig(bytes, at, 8, turn(value));
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

  // Shifts, not var handles: as fast once compiled, and linking handles costs time at the start.

  private static int big16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static int big32(byte[] bytes, int at) {
    return big16(bytes, at) << 16 | big16(bytes, at + 2);
  }

  private static void putBig(byte[] bytes, int at, int length, long value) {
    for (int i = 0; i < length; i++) {
      bytes[at + i] = (byte) (value >> (8 * (length - 1 - i)));
    }
  }
}
