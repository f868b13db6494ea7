package io.weir.store.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a segment in use, lowest byte first: magic (8), CRC32C of what follows (4),
 * lane (4), id (8), first sequence (8), then what thinning has done: times thinned (4), reason (4),
 * samples taken out (8), times of the first and last sample (8 each).
 *
 * @param lane code of the lane
 * @param id rises with each use of a segment in the lane and never repeats
 * @param firstSequence sequence of the first entry it was opened for
 * @param thinning what thinning has taken out of it
 */
record SegmentHeader(int lane, long id, long firstSequence, Thinning thinning) {
  static final int SIZE = 64;

  private static final byte[] MAGIC = "WEIRSEG1".getBytes(StandardCharsets.US_ASCII);

  byte[] toBytes() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putInt(0).putInt(lane).putLong(id).putLong(firstSequence);
    buffer.putInt(thinning.times()).putInt(thinning.reason());
    buffer.putLong(thinning.samples()).putLong(thinning.from()).putLong(thinning.to());
    buffer.putInt(MAGIC.length, checksum(buffer.array()));
    return buffer.array();
  }

  /** The header in these bytes, or null if they are none of this version. */
  static @Nullable SegmentHeader parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    buffer.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC) || buffer.getInt() != checksum(bytes)) {
      return null;
    }
    int lane = buffer.getInt();
    long id = buffer.getLong();
    long first = buffer.getLong();
    int times = buffer.getInt();
    int reason = buffer.getInt();
    return new SegmentHeader(
        lane,
        id,
        first,
        new Thinning(times, reason, buffer.getLong(), buffer.getLong(), buffer.getLong()));
  }

  /** The version of a whole header of another version, or 0. */
  static int otherVersion(byte[] bytes) {
    int digit = bytes[MAGIC.length - 1] - '0';
    boolean magic = java.util.Arrays.equals(bytes, 0, MAGIC.length - 1, MAGIC, 0, MAGIC.length - 1);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean whole = buffer.getInt(MAGIC.length) == checksum(bytes);
    return magic && whole && digit > 1 && digit <= 9 ? digit : 0;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, MAGIC.length + 4, SIZE - MAGIC.length - 4);
    return (int) crc.getValue();
  }
}
