package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.store.HistoryLevel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the history smaller where the disk is nearly full. What was done is in the table {@code
 * thinned}. What the keeper spares stays as it is. Confined to the history thread.
 */
final class Thinner implements AutoCloseable {
  /** Pages that are given back at a time. */
  private static final int PAGES = 1024;

  private final ChunkMaker maker;
  private final Keeper keeper;
  private final HistoryStatus status;
  private final BatchDecoder decoder = new BatchDecoder();
  private final Batch samples = new Batch(1024);
  private final Batch half = new Batch(1024);

  Thinner(ChunkMaker maker, Keeper keeper, HistoryStatus status) {
    this.maker = maker;
    this.keeper = keeper;
    this.status = status;
  }

  /** Takes a step on the oldest there is; false if there was nothing. */
  boolean thin(ChunkStore store, Thinnable.Step step, long now) throws SQLException {
    long spared = keeper.spared(store, now);
    return switch (step) {
      case SPARE -> giveBack(store);
      case HALVE -> halve(store, spared);
      case ROLLUPS_ONLY -> giveUp(store, step, HistoryLevel.RAW, spared);
      case DELETE ->
          giveUp(store, step, HistoryLevel.MINUTE, spared)
              || giveUp(store, step, HistoryLevel.HOUR, spared)
              || giveUp(store, step, HistoryLevel.DAY, spared);
    };
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** Gives free pages back to the file system. */
  private static boolean giveBack(ChunkStore store) throws SQLException {
    long before = Database.number(store.writer(), "PRAGMA freelist_count");
    if (before > 0) {
      try (Statement statement = store.writer().createStatement()) {
        for (int page = 0; page < Math.min(PAGES, before); page++) {
          // Each execution gives back one.
          statement.execute("PRAGMA incremental_vacuum(1)");
        }
      }
      store.writer().commit();
    }
    long after = Database.number(store.writer(), "PRAGMA freelist_count");
    store.writer().rollback();
    return after < before;
  }

  private boolean giveUp(ChunkStore store, Thinnable.Step step, HistoryLevel level, long spared)
      throws SQLException {
    long oldest =
        Database.number(store.writer(), "SELECT coalesce(min(id), 0) FROM " + ChunkId.table(level));
    long since =
        Math.max(store.reader().goneUntil(level, "*"), ChunkId.start(ChunkId.partOf(oldest)));
    if (!keeper.giveUpOldest(store, level, spared)) {
      return false;
    }
    long until = store.reader().goneUntil(level, "*");
    try (Writing writing = store.change()) {
      note(step, level, Math.min(since, until), until, 0, writing);
      writing.commit(() -> {});
    }
    giveBack(store);
    status.thinned(step);
    return true;
  }

  private boolean halve(ChunkStore store, long spared) throws SQLException {
    try (Writing writing = store.change()) {
      long id =
          writing.number(
              -1,
              "SELECT id FROM part WHERE coalesce(state, 0) & 6 = 0 AND coalesce(state, 0) & 1 = 1"
                  + " AND (id >> 12) * 10000000 + span <= ? AND EXISTS (SELECT 1 FROM chunk c WHERE"
                  + " c.id BETWEEN part.id << 22 AND (part.id << 22) | 4194303) ORDER BY id LIMIT 1",
              spared);
      if (id < 0) {
        return false;
      }
      Part part = writing.parts(id, id).get(0);
      int dropped = halve(part, writing);
      writing.put(part.with(part.state() | Part.HALVED));
      note(Thinnable.Step.HALVE, HistoryLevel.RAW, part.start(), part.end(), dropped, writing);
      writing.commit(() -> {});
    }
    giveBack(store);
    status.thinned(Thinnable.Step.HALVE);
    return true;
  }

  /** Keeps every second sample of each channel of a part; returns how many are gone. */
  private int halve(Part part, Writing writing) throws SQLException {
    long low = ChunkId.chunk(part.id(), 0);
    long high = ChunkId.chunk(part.id() + 1, 0) - 1;
    List<DamagedDatabase.Found> halves = new ArrayList<>();
    int dropped = 0;
    try (PreparedStatement select =
        writing.statement("SELECT id, crc, data FROM chunk WHERE id BETWEEN ? AND ?")) {
      select.setLong(1, low);
      select.setLong(2, high);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(1);
          int crc = row.getInt(2);
          boolean isRight = row.wasNull() || crc == Checksum.of(id, row.getBytes(3));
          samples.clear();
          try {
            decoder.decode(row.getBytes(3), 0, row.getBytes(3).length, samples);
          } catch (MalformedException e) {
            isRight = false;
          }
          if (isRight) {
            half.clear();
            for (int i = 0; i < samples.size(); i += 2) {
              half.addRow(samples, i);
            }
            dropped += samples.size() - half.size();
            halves.add(new DamagedDatabase.Found(id, maker.encode(half), true));
          }
        }
      }
    }
    // Deleted and stored anew, so that the pages they leave are free.
    writing.run("DELETE FROM chunk WHERE id BETWEEN ? AND ?", low, high);
    for (DamagedDatabase.Found each : halves) {
      writing.chunk(part, ChunkId.channel(each.id()), each.data());
    }
    return dropped;
  }

  /** Notes what was done; what follows on the last note continues it. */
  private static void note(
      Thinnable.Step step, HistoryLevel level, long since, long until, int rows, Writing writing)
      throws SQLException {
    long last = writing.number(0, "SELECT max(id) FROM thinned");
    try (PreparedStatement update =
        writing.statement(
            "UPDATE thinned SET until = max(until, ?), rows = rows + ? WHERE id = ? AND step = ?"
                + " AND level = ? AND until >= ?")) {
      update.setLong(1, until);
      update.setInt(2, rows);
      update.setLong(3, last);
      update.setString(4, step.name());
      update.setString(5, level.name());
      update.setLong(6, since);
      if (update.executeUpdate() > 0) {
        return;
      }
    }
    try (PreparedStatement insert =
        writing.statement("INSERT INTO thinned VALUES (NULL, ?, ?, ?, ?, ?)")) {
      insert.setString(1, step.name());
      insert.setString(2, level.name());
      insert.setLong(3, since);
      insert.setLong(4, until);
      insert.setInt(5, rows);
      insert.executeUpdate();
    }
  }
}
