package io.weir.plant.model;

import java.nio.charset.StandardCharsets;

/**
 * A block of 16-bit registers from address 0, written in the forms devices use. Values that do not
 * fit are held at the nearest that does.
 */
final class Words {
  private final short[] words;

  Words(int size) {
    words = new short[size];
  }

  /** A signed 16-bit number. */
  Words int16(int address, double value) {
    words[address] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, round(value)));
    return this;
  }

  /** An unsigned 16-bit number. */
  Words uint16(int address, double value) {
    words[address] = (short) Math.max(0, Math.min(0xFFFF, round(value)));
    return this;
  }

  /** An unsigned 32-bit number, low word first, as many drives send it. */
  Words uint32LowFirst(int address, long value) {
    words[address] = (short) value;
    words[address + 1] = (short) (value >> 16);
    return this;
  }

  /** A 32-bit float, high word first, as most meters send it. */
  Words float32(int address, double value) {
    int bits = Float.floatToIntBits((float) value);
    words[address] = (short) (bits >> 16);
    words[address + 1] = (short) bits;
    return this;
  }

  /** A signed 64-bit number, high word first. */
  Words int64(int address, double value) {
    long bits = round(value);
    for (int i = 0; i < 4; i++) {
      words[address + i] = (short) (bits >> (48 - 16 * i));
    }
    return this;
  }

  /** Text, two ASCII characters a register, padded with zeros. */
  Words ascii(int address, int registers, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length && i < 2 * registers; i++) {
      int shift = i % 2 == 0 ? 8 : 0;
      words[address + i / 2] |= (short) ((bytes[i] & 0xFF) << shift);
    }
    return this;
  }

  short[] toArray() {
    return words.clone();
  }

  private static long round(double value) {
    return Math.round(value);
  }
}
