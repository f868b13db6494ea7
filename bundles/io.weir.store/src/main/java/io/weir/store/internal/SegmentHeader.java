package io.weir.store.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a segment in use, lowest byte first: magic (8), CRC32C of what follows (4),
 * lane (4), id (8), first sequence (8), zeros.
 *
 * @param lane code of the lane
 * @param id rises with each use of a segment in the lane and never repeats
 * @param firstSequence sequence of the first entry it was opened for
 */
record SegmentHeader(int lane, long id, long firstSequence) {
  static final int SIZE = 64;

  private static final byte[] MAGIC = "WEIRSEG1".getBytes(StandardCharsets.US_ASCII);

  byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putInt(0).putInt(lane).putLong(id).putLong(firstSequence);
    buffer.putInt(MAGIC.length, checksum(buffer.array()));
    return buffer.array();
  }

  /** The header in these bytes, or null if they are none. */
  static @Nullable SegmentHeader parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    buffer.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC) || buffer.getInt() != checksum(bytes)) {
      return null;
    }
    return new SegmentHeader(buffer.getInt(), buffer.getLong(), buffer.getLong());
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, MAGIC.length + 4, SIZE - MAGIC.length - 4);
    return (int) crc.getValue();
  }
}
