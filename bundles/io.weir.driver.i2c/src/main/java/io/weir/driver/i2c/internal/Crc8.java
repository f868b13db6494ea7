package io.weir.driver.i2c.internal;

/** CRC-8 of Sensirion: x^8 + x^5 + x^4 + 1, from 0xFF on, most significant bit first. */
final class Crc8 {
  private static final int POLYNOMIAL = 0x31;

  private Crc8() {}

  static int of(byte[] bytes, int from, int length) {
    int crc = 0xFF;
    for (int i = from; i < from + length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 0x80) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
      }
    }
    return crc & 0xFF;
  }
}
