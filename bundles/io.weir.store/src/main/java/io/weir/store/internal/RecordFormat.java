package io.weir.store.internal;

import io.weir.api.encoding.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record of the journal: 32 bytes of header, lowest byte first, and a payload.
 *
 * <pre>
 *  0  checksum  CRC32C of the segment's id (8 bytes) and everything after this field
 *  4  length    bytes of payload
 *  8  sequence  of the entry; of the last entry before it for a record that is none
 * 16  time      monotonic microseconds of the boot
 * 24  boot      number of the boot
 * 28  kind      one byte, below
 * 29  count     rows of the batch, three bytes
 * </pre>
 *
 * The segment's id in the checksum is what makes the remains of a segment's former use invalid.
 */
final class RecordFormat {
  static final int HEADER = 32;

  /** A batch of samples. */
  static final byte BATCH = 1;

  /** An event. */
  static final byte EVENT = 2;

  /** All cursors of the lane; the last record of this kind holds. */
  static final byte CURSORS = 3;

  /** Lines of the channel table, in front of the first batch of the segment that needs them. */
  static final byte CHANNELS = 4;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private RecordFormat() {}

  /** Adds a record to the buffer. */
  static void write(
      WireWriter out,
      long segment,
      byte kind,
      long sequence,
      int boot,
      long time,
      int count,
      WireWriter payload) {
    int at = out.skip(HEADER);
    out.raw(payload.array(), 0, payload.size());
    byte[] bytes = out.array();
    INT.set(bytes, at + 4, payload.size());
    LONG.set(bytes, at + 8, sequence);
    LONG.set(bytes, at + 16, time);
    INT.set(bytes, at + 24, boot);
    INT.set(bytes, at + 28, (count << 8) | kind);
    INT.set(bytes, at, checksum(segment, bytes, at, payload.size()));
  }

  /** Whether a header at this place could be one of a record with so many bytes left. */
  static boolean isPlausible(byte[] bytes, int at, long left) {
    byte kind = kind(bytes, at);
    int length = length(bytes, at);
    return kind >= BATCH && kind <= CHANNELS && length >= 0 && length <= left - HEADER;
  }

  /** Whether the record at this place, all of it there, is whole and of this segment. */
  static boolean isValid(long segment, byte[] bytes, int at) {
    return (int) INT.get(bytes, at) == checksum(segment, bytes, at, length(bytes, at));
  }

  static int checksum(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static int length(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 4);
  }

  static long sequence(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at + 8);
  }

  static long time(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at + 16);
  }

  static int count(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 28) >>> 8;
  }

  static int boot(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 24);
  }

  static byte kind(byte[] bytes, int at) {
    return bytes[at + 28];
  }

  /** Whether the record is an entry: samples or an event. */
  static boolean isEntry(byte kind) {
    return kind == BATCH || kind == EVENT;
  }

  private static int checksum(long segment, byte[] bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    for (int shift = 0; shift < 64; shift += 8) {
      crc.update((int) (segment >>> shift));
    }
    crc.update(bytes, at + 4, HEADER - 4 + length);
    return (int) crc.getValue();
  }
}
