package io.weir.store.internal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Checksums of what the history's database holds: CRC32C over a key and what stands under it. */
final class Checksum {
  private Checksum() {}

  /** Of a row with a blob. */
  static int of(long key, byte[] data) {
    CRC32C crc = new CRC32C();
    // Byte by byte: a row is checked a thousand times for each time a buffer would be made.
    for (int shift = 0; shift < 64; shift += 8) {
      crc.update((int) (key >>> shift));
    }
    crc.update(data, 0, data.length);
    return (int) crc.getValue();
  }

  /** Of a row of numbers. */
  static int of(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes.flip());
    return (int) crc.getValue();
  }
}
