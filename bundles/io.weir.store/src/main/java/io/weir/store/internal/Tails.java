package io.weir.store.internal;

import java.sql.SQLException;
import java.util.Arrays;

/**
 * How far each channel's stored samples reach, so that what comes late is known as such. Confined
 * to the history thread.
 */
final class Tails {
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final long NOTHING = Long.MIN_VALUE + 1;

  private long[] last = new long[0];

  /** Whether a sample of this time comes after every stored one of the channel. */
  boolean isAfter(int channel, long time, Writing writing) throws SQLException {
    if (channel >= last.length) {
      int known = last.length;
      last = Arrays.copyOf(last, Math.max(channel + 1, known * 2));
      Arrays.fill(last, known, last.length, UNKNOWN);
    }
    if (last[channel] == UNKNOWN) {
      // Not known to the sample after a start: behind the window is after, within it may be late.
      last[channel] =
          writing.number(
              NOTHING,
              "SELECT max((p.id >> 12) * 10000000 + p.span) FROM latest l JOIN part p"
                  + " ON p.id = l.chunk >> 22 WHERE l.channel = ? HAVING count(*) > 0",
              channel);
    }
    return time > last[channel];
  }

  /** The channel has a sample of this time. */
  void is(int channel, long time) {
    last[channel] = Math.max(last[channel], time);
  }

  /** Forgets everything. */
  void forget() {
    Arrays.fill(last, UNKNOWN);
  }
}
