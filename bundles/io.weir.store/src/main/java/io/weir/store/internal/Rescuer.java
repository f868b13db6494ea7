package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is readable of a database that was set aside into the new one: some parts at a time,
 * each time in one transaction with how far it has come, so that nothing is brought twice. Parts
 * whose journal entries are read again are left to that. Confined to the history thread.
 *
 * <pre>
 * PARTS ──► HOURS ──► DAYS ──► DONE
 * </pre>
 */
final class Rescuer implements Chore, AutoCloseable {
  private static final int PARTS = 0;
  private static final int HOURS = 1;
  private static final int DAYS = 2;
  private static final int DONE = 3;
  private static final int ROWS = 500;
  private static final int PIECE = 100;
  private static final int PIECE_SAMPLES = 50_000;

  /** What is so much older than the newest was stored before the entries that are read again. */
  private static final long SURELY_BEFORE = 3_600_000_000L;

  private final ChunkMaker maker;
  private final OpenSamples open;
  private final HistoryStatus status;
  private final BatchDecoder decoder = new BatchDecoder();
  private final Batch samples = new Batch(1024);
  private @Nullable DamagedDatabase source;

  Rescuer(ChunkMaker maker, OpenSamples open, HistoryStatus status) {
    this.maker = maker;
    this.open = open;
    this.status = status;
  }

  /** How far the rescue of a file has come. */
  private record Progress(String file, long upTo, int phase, long next, long rescued) {}

  /** Notes a file that is to be rescued; what was stored behind this entry is not. */
  static void note(ChunkStore store, Path file, long upTo) throws SQLException {
    try (Writing writing = store.begin(upTo);
        PreparedStatement insert =
            writing.statement("INSERT OR IGNORE INTO rescue VALUES (?, ?, 0, -1, 0)")) {
      insert.setString(1, String.valueOf(file.getFileName()));
      insert.setLong(2, upTo);
      insert.executeUpdate();
      writing.commit(() -> {});
    }
  }

  @Override
  public boolean step(ChunkStore store, long now) throws SQLException, IOException {
    Progress progress = progress(store);
    if (progress == null) {
      return false;
    }
    DamagedDatabase from = source;
    if (from == null) {
      Path file = store.file().resolveSibling(progress.file);
      from = Files.exists(file) ? DamagedDatabase.open(file) : null;
      source = from;
    }
    try (Writing writing = store.begin(store.sequence())) {
      Progress next = progress;
      if (from == null) {
        next = new Progress(progress.file, progress.upTo, DONE, 0, progress.rescued);
      }
      for (int i = 0; from != null && i < PIECE && goesOn(progress, next); i++) {
        next = piece(from, next, writing);
      }
      note(next, writing);
      writing.commit(() -> open.follows(store.flush()));
      status.rescued(next.file, next.rescued, next.phase == DONE);
      if (next.phase == DONE) {
        close(from);
      }
    } catch (SQLException | IOException e) {
      maker.forget();
      throw e;
    }
    return true;
  }

  /** Whether there may be more of the same in the transaction. */
  private static boolean goesOn(Progress first, Progress now) {
    return now.phase == first.phase && now.rescued - first.rescued < PIECE_SAMPLES;
  }

  private void close(@Nullable DamagedDatabase from) {
    source = null;
    if (from != null) {
      from.close();
    }
  }

  /** Goes on with a database that is another one now. */
  void forget() {
    close(source);
  }

  @Override
  public void close() {
    close(source);
    decoder.close();
  }

  private static @Nullable Progress progress(ChunkStore store) throws SQLException {
    try (Statement select = store.writer().createStatement();
        ResultSet row =
            select.executeQuery(
                "SELECT file, upto, phase, next, rescued FROM rescue WHERE phase < "
                    + DONE
                    + " ORDER BY file DESC LIMIT 1")) {
      return row.next()
          ? new Progress(
              row.getString(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getLong(5))
          : null;
    } finally {
      store.writer().rollback();
    }
  }

  private static void note(Progress progress, Writing writing) throws SQLException {
    try (PreparedStatement update =
        writing.statement("UPDATE rescue SET phase = ?, next = ?, rescued = ? WHERE file = ?")) {
      update.setInt(1, progress.phase);
      update.setLong(2, progress.next);
      update.setLong(3, progress.rescued);
      update.setString(4, progress.file);
      update.executeUpdate();
    }
  }

  private Progress piece(DamagedDatabase from, Progress progress, Writing writing)
      throws SQLException, IOException {
    long next = -1;
    int rescued = 0;
    switch (progress.phase) {
      case PARTS -> {
        next = from.nextPart(progress.next);
        if (progress.next < 0) {
          limits(from, writing);
        }
        if (next >= 0) {
          rescued = part(from, next, progress.upTo, writing);
        }
      }
      case HOURS -> next = rows(from, HistoryLevel.HOUR, progress.next, writing);
      case DAYS -> next = rows(from, HistoryLevel.DAY, progress.next, writing);
      default -> throw new IllegalStateException("phase " + progress.phase);
    }
    long sum = progress.rescued + rescued;
    return next >= 0
        ? new Progress(progress.file, progress.upTo, progress.phase, next, sum)
        : new Progress(progress.file, progress.upTo, progress.phase + 1, -1, sum);
  }

  private int part(DamagedDatabase from, long id, long upTo, Writing writing)
      throws SQLException, IOException {
    Part part = from.part(id);
    boolean isRead =
        part == null
            ? ChunkId.start(id) + SURELY_BEFORE <= ChunkId.start(from.newestPart())
            : part.upTo() <= upTo;
    if (!isRead) {
      return 0;
    }
    samples.clear();
    List<DamagedDatabase.Found> chunks =
        from.rows(HistoryLevel.RAW, ChunkId.chunk(id, 0), ChunkId.chunk(id + 1, 0) - 1, 1 << 22);
    List<Integer> channels = new ArrayList<>();
    for (DamagedDatabase.Found chunk : chunks) {
      int before = samples.size();
      try {
        decoder.decode(chunk.data(), 0, chunk.data().length, samples);
        keepOwn(before, ChunkId.channel(chunk.id()), ChunkId.start(id), part);
        channels.add(ChunkId.channel(chunk.id()));
      } catch (MalformedException e) {
        samples.truncate(before);
      }
    }
    boolean isWhole = part == null || !part.is(Part.HALVED);
    if (!samples.isEmpty()) {
      maker.store(
          samples, writing, upTo, part == null ? 0 : part.boot(), part == null ? 0 : part.shift());
    }
    if (part != null) {
      minutes(from, part, isWhole ? channels : List.of(), writing);
    }
    return samples.size();
  }

  /** Drops rows that cannot be a chunk's of this part: of version 1, which has no checksums. */
  private void keepOwn(int before, int channel, long start, @Nullable Part part) {
    int kept = before;
    for (int row = before; row < samples.size(); row++) {
      long time = samples.time(row);
      boolean inPart = part == null ? ChunkId.isStorable(time) : time < part.end();
      if (samples.channel(row) == channel && time >= start && inPart) {
        samples.move(row, kept++);
      }
    }
    samples.truncate(kept);
  }

  /** Brings the minutes of a part whose samples were not kept, or not all. */
  private void minutes(DamagedDatabase from, Part part, List<Integer> but, Writing writing)
      throws SQLException {
    Part target = null;
    for (DamagedDatabase.Found row :
        from.rows(
            HistoryLevel.MINUTE,
            ChunkId.chunk(part.id(), 0),
            ChunkId.chunk(part.id() + 1, 0) - 1,
            1 << 22)) {
      int channel = ChunkId.channel(row.id());
      if (!row.isChecked() || but.contains(channel)) {
        continue;
      }
      if (target == null) {
        target = writing.part(part.start(), part.span(), part.upTo(), 0, 0);
        writing.put(target.with(Part.ROLLED | Part.THINNED));
      }
      if (target.start() == part.start()) {
        maker.mender().bring(target, channel, row.data(), writing);
        maker.due().touched(channel, part.start(), part.end() - 1, writing);
      }
    }
  }

  private static long rows(DamagedDatabase from, HistoryLevel level, long after, Writing writing)
      throws SQLException {
    List<DamagedDatabase.Found> rows = from.rows(level, after + 1, Long.MAX_VALUE, ROWS);
    for (DamagedDatabase.Found row : rows) {
      boolean isThere =
          writing.number(
                  0,
                  "SELECT EXISTS (SELECT 1 FROM " + ChunkId.table(level) + " WHERE id = ?)",
                  row.id())
              > 0;
      if (row.isChecked() && !isThere) {
        writing.rollups(level, row.id(), row.data());
      }
    }
    return rows.isEmpty() ? -1 : rows.get(rows.size() - 1).id();
  }

  private static void limits(DamagedDatabase from, Writing writing) throws SQLException {
    for (DamagedDatabase.Limit each : from.limits()) {
      try (PreparedStatement insert =
          writing.statement("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)")) {
        insert.setInt(1, each.level());
        insert.setString(2, each.channels());
        insert.setLong(3, each.until());
        insert.executeUpdate();
      }
    }
  }
}
