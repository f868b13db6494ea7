package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.sql.SQLException;
import java.util.List;

/** Drops parts of which nothing is left. Confined to the history thread. */
final class EmptyParts {
  private final Groups groups;
  private final HistoryStatus status;

  EmptyParts(Groups groups, HistoryStatus status) {
    this.groups = groups;
    this.status = status;
  }

  /**
   * Drops the parts of which neither samples nor minutes are kept of any group.
   *
   * @param areRowsGone whether what came late for such a part goes with it
   */
  void drop(ChunkStore store, long cutoff, boolean areRowsGone) throws SQLException {
    long until = cutoff;
    for (ChannelGroup group : groups.all()) {
      until = Math.min(until, store.reader().goneUntil(HistoryLevel.RAW, group.name()));
      until = Math.min(until, store.reader().goneUntil(HistoryLevel.MINUTE, group.name()));
    }
    try (Writing writing = store.change()) {
      List<Part> parts = emptied(Math.max(0, until), areRowsGone, writing);
      int samples = 0;
      int minutes = 0;
      for (Part part : parts) {
        long low = ChunkId.chunk(part.id(), 0);
        long high = ChunkId.chunk(part.id() + 1, 0) - 1;
        samples += writing.run("DELETE FROM chunk WHERE id BETWEEN ? AND ?", low, high);
        minutes += writing.run("DELETE FROM minute WHERE id BETWEEN ? AND ?", low, high);
        writing.run("DELETE FROM part WHERE id = ?", part.id());
      }
      if (!parts.isEmpty()) {
        writing.commit(() -> {});
        status.gaveUp(HistoryLevel.RAW, samples);
        status.gaveUp(HistoryLevel.MINUTE, minutes);
      }
    }
  }

  /** Some parts that are over at a time; those whose time is not certain have theirs to come. */
  private static List<Part> emptied(long until, boolean areRowsGone, Writing writing)
      throws SQLException {
    String rows = " WHERE id BETWEEN p.id << 22 AND (p.id << 22) | 4194303)";
    String isEmpty =
        areRowsGone
            ? ""
            : " AND NOT EXISTS (SELECT 1 FROM chunk"
                + rows
                + " AND NOT EXISTS (SELECT 1 FROM minute"
                + rows;
    return writing.parts(
        "p.id < ? AND (p.id >> 12) * 10000000 + p.span <= ? AND p.boot IS NULL"
            + isEmpty
            + " ORDER BY p.id LIMIT 1000",
        ChunkId.part(until, 0),
        until);
  }
}
