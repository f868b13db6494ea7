package io.weir.driver.modbus.internal;

/**
 * An answer without the envelope of its transport: function code, then data.
 *
 * <p>A view into the buffer of a {@link Link}, overwritten by the next exchange.
 */
final class Pdu {
  private byte[] bytes = {};
  private int offset;
  private int length;

  void set(byte[] newBytes, int newOffset, int newLength) {
    bytes = newBytes;
    offset = newOffset;
    length = newLength;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} this index of the answer stands. */
  int position(int index) {
    return offset + index;
  }

  int length() {
    return length;
  }

  int unsigned(int index) {
    return bytes[offset + index] & 0xFF;
  }
}
