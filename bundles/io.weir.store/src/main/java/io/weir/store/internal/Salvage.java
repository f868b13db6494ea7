package io.weir.store.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which use a segment file is in when its header cannot say.
 *
 * <p>Each record's checksum covers the id and the record; a CRC can be run backwards, so that a
 * whole record gives the lower half of the id away, and the record behind it confirms it.
 */
final class Salvage {
  /** So much of a file is looked at for two records in a row. */
  private static final int WINDOW = 4 << 20;

  /** So many bytes of would-be records are run backwards before the file is given up. */
  private static final long MOST_WORK = 256L << 20;

  private static final int POLYNOMIAL = 0x82F63B78;
  private static final int[] TABLE = new int[256];
  private static final int[] BY_TOP_BYTE = new int[256];

  static {
    for (int index = 0; index < 256; index++) {
      int value = index;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      TABLE[index] = value;
      BY_TOP_BYTE[value >>> 24] = index;
    }
  }

  private Salvage() {}

  /** The header the file must have had, as far as its records tell; null if they do not. */
  static @Nullable SegmentHeader header(DiskFile file, long capacity, int lane) throws IOException {
    byte[] bytes = new byte[(int) Math.min(capacity, WINDOW)];
    int length = file.read(0, bytes, 0, bytes.length);
    long work = 0;
    for (int at = SegmentHeader.SIZE; at + RecordFormat.HEADER <= length; at++) {
      if (RecordFormat.isPlausible(bytes, at, length - at) && work < MOST_WORK) {
        int after = at + RecordFormat.HEADER + RecordFormat.length(bytes, at);
        work += after - at;
        long id = id(bytes, at);
        if (after + RecordFormat.HEADER <= length
            && RecordFormat.isPlausible(bytes, after, length - after)
            && RecordFormat.isValid(id, bytes, after)) {
          return header(file, capacity, lane, id, at);
        }
      }
    }
    return null;
  }

  private static @Nullable SegmentHeader header(
      DiskFile file, long capacity, int lane, long id, int from) throws IOException {
    RecordScanner scanner = new RecordScanner(file, id, from);
    boolean found = scanner.next(capacity);
    while (found && !RecordFormat.isEntry(scanner.kind())) {
      found = scanner.next(capacity) || (scanner.resync(capacity, 0) && scanner.next(capacity));
    }
    return found ? new SegmentHeader(lane, id, scanner.sequence(), Thinning.NONE) : null;
  }

  /** The id with which the record at this place would be whole, if it is below 2^32. */
  static long id(byte[] bytes, int at) {
    int state = ~RecordFormat.checksum(bytes, at);
    int end = at + RecordFormat.HEADER + RecordFormat.length(bytes, at);
    for (int i = end - 1; i >= at + 4; i--) {
      state = before(state, bytes[i]);
    }
    for (int i = 0; i < 8; i++) {
      state = before(state, (byte) 0);
    }
    // What is left is the first state, all ones, with the id's lower half in it.
    return ~state & 0xFFFF_FFFFL;
  }

  private static int before(int state, byte next) {
    int index = BY_TOP_BYTE[state >>> 24];
    return ((state ^ TABLE[index]) << 8) | ((index ^ next) & 0xFF);
  }
}
