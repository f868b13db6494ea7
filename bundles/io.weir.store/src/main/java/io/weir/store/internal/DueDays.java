package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps the table of days whose hours are not up to date: a new day as a whole until it is closed,
 * later the channels that got something late. Confined to the history thread.
 */
final class DueDays {
  /** So many channels of a day are the day. */
  private static final int MANY = 256;

  private static final long DAY = HistoryLevel.DAY.micros();
  private final Set<Long> whole = new HashSet<>();

  /** A channel got samples of these times, first to last. */
  void touched(int channel, long first, long last, Writing writing) throws SQLException {
    for (long day = Math.floorDiv(first, DAY) * DAY; day <= last; day += DAY) {
      if (!whole.contains(day)) {
        touched(channel, day, writing);
      }
    }
  }

  private void touched(int channel, long day, Writing writing) throws SQLException {
    long next = writing.number(-1, "SELECT next FROM due WHERE day = ? AND channel = -1", day);
    boolean isNew =
        next < 0
            && writing.number(
                    0,
                    "SELECT EXISTS (SELECT 1 FROM hour WHERE id >= ? AND id < ?)",
                    ChunkId.day(day, 0),
                    ChunkId.day(day + DAY, 0))
                == 0;
    if (next != 0 && !isNew) {
      writing.run("INSERT OR IGNORE INTO due VALUES (?, ?, 0)", day, channel);
      isNew = writing.number(0, "SELECT count(*) FROM due WHERE day = ?", day) > MANY;
    }
    if (isNew) {
      writing.run("DELETE FROM due WHERE day = ?", day);
      writing.run("INSERT INTO due VALUES (?, -1, 0)", day);
    }
    if (isNew || next == 0) {
      whole.add(day);
    }
  }

  /**
   * Forgets what is in the table; to be called when a transaction was undone or a day is closed.
   */
  void forget() {
    whole.clear();
  }
}
