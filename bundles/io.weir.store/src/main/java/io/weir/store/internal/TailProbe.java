package io.weir.store.internal;

import java.io.IOException;

/**
 * Looks behind the last whole record of the newest segment for records that were there and are
 * damaged or torn, so that their sequences are not given out again: a reader may have seen them.
 *
 * <p>What the file held in a former use has lower sequences and is not taken for one.
 */
final class TailProbe {
  private static final int WINDOW = 1 << 16;

  private TailProbe() {}

  /**
   * The highest sequence behind this place, or {@code last} if there is none.
   *
   * @param last sequence of the last whole entry
   * @param boot boot of the last whole record
   * @param micros time of the last whole record
   */
  static long highest(DiskFile file, long from, long capacity, long last, int boot, long micros)
      throws IOException {
    byte[] bytes = new byte[WINDOW];
    long most = last + Math.max(0, capacity - from) / RecordFormat.HEADER;
    long highest = last;
    int step = WINDOW - RecordFormat.HEADER;
    for (long start = from; start + RecordFormat.HEADER <= capacity; start += step) {
      int length = file.read(start, bytes, 0, (int) Math.min(WINDOW, capacity - start));
      if (start == from && looksLikeNext(bytes, length, capacity - from, last, boot, micros)) {
        highest = last + 1;
      }
      for (int at = 0; at + RecordFormat.HEADER <= length; at++) {
        long sequence = RecordFormat.sequence(bytes, at);
        if (sequence > highest
            && sequence <= most
            && RecordFormat.isPlausible(bytes, at, capacity - start - at)
            && RecordFormat.isEntry(RecordFormat.kind(bytes, at))) {
          highest = sequence;
        }
      }
    }
    return highest;
  }

  /** Whether the record here was the next one, though one field of its header may be damaged. */
  private static boolean looksLikeNext(
      byte[] bytes, int length, long left, long last, int boot, long micros) {
    if (length < RecordFormat.HEADER) {
      return false;
    }
    long time = RecordFormat.time(bytes, 0);
    int size = RecordFormat.length(bytes, 0);
    byte kind = RecordFormat.kind(bytes, 0);
    long sequence = RecordFormat.sequence(bytes, 0);
    int right = 0;
    right += sequence == last || sequence == last + 1 ? 1 : 0;
    right += RecordFormat.boot(bytes, 0) == boot ? 1 : 0;
    right += time >= micros && time - micros < 86_400_000_000L ? 1 : 0;
    right += kind >= RecordFormat.BATCH && kind <= RecordFormat.CHANNELS ? 1 : 0;
    right += size >= 0 && size <= left - RecordFormat.HEADER ? 1 : 0;
    return right >= 4;
  }
}
