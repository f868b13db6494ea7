package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;

/**
 * The key of a chunk: where its window starts, which part of the window it is, and the channel. In
 * this order, so that what is stored together stands together.
 *
 * <p>63 bits: window start in units of ten seconds (29), part (12), channel number (22).
 */
final class ChunkId {
  /** Microseconds of the unit in which windows start. */
  static final long UNIT = 10_000_000L;

  /** Parts a window can have. */
  static final int MAX_PARTS = 1 << 12;

  /** The latest start of a window, in microseconds. */
  static final long MAX_START = ((1L << 29) - 1) * UNIT;

  private static final int CHANNEL_BITS = 22;
  private static final int PART_BITS = 12;

  private ChunkId() {}

  /** Whether samples of this time, in epoch microseconds, can be stored. */
  static boolean isStorable(long time) {
    return time >= 0 && time <= MAX_START;
  }

  /** The key of a part of a window, which is the upper part of its chunks' keys. */
  static long part(long start, int part) {
    return ((start / UNIT) << PART_BITS) | part;
  }

  /** The key of a chunk. */
  static long chunk(long part, int channel) {
    return (part << CHANNEL_BITS) | channel;
  }

  /** The part's key in a chunk's key. */
  static long partOf(long chunk) {
    return chunk >>> CHANNEL_BITS;
  }

  /** The channel number in a chunk's key. */
  static int channel(long chunk) {
    return (int) (chunk & ((1L << CHANNEL_BITS) - 1));
  }

  /** The key of a channel's hours, or of its day, in the day that starts here. */
  static long day(long start, int channel) {
    return chunk(part(start, 0), channel);
  }

  /** The table of a level. */
  static String table(HistoryLevel level) {
    return switch (level) {
      case RAW -> "chunk";
      case MINUTE -> "minute";
      case HOUR -> "hour";
      case DAY -> "day";
    };
  }

  /** Where the window of a part starts, in epoch microseconds. */
  static long start(long part) {
    return (part >>> PART_BITS) * UNIT;
  }
}
