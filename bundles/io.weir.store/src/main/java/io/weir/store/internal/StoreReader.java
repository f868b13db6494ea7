package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What queries read of the database, a piece at a time, so that no query keeps a commit waiting.
 * Any thread.
 */
final class StoreReader implements AutoCloseable {
  /** A chunk, or a row of rollups that has the key of a chunk. */
  record Row(Part part, int channel, byte[] data, boolean isSound) {}

  /** A row of hours or days. */
  record DayRow(long start, int channel, byte[] data, boolean isSound) {}

  private static final int PAGE_ROWS = 256;
  private static final int PAGE_BYTES = 256 << 10;

  private final ChunkStore store;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Map<String, Long> gone = new HashMap<>();
  private boolean hasUnrolled;

  StoreReader(ChunkStore store, Connection connection) {
    this.store = store;
    this.connection = connection;
  }

  /** Looks at what changes seldom; by the history thread after it changed that. */
  void refresh(Connection from) throws SQLException {
    boolean unrolled =
        Database.number(from, "SELECT EXISTS (SELECT 1 FROM part WHERE coalesce(state, 0) & 1 = 0)")
            > 0;
    Map<String, Long> limits = new HashMap<>();
    try (Statement statement = from.createStatement();
        ResultSet row = statement.executeQuery("SELECT level, channels, until FROM gone")) {
      while (row.next()) {
        limits.put(row.getInt(1) + row.getString(2), row.getLong(3));
      }
    }
    synchronized (this) {
      hasUnrolled = unrolled;
      gone.clear();
      gone.putAll(limits);
    }
  }

  /** Before this time a level holds nothing of this group of channels any more. */
  synchronized long goneUntil(HistoryLevel level, String group) {
    int key = level.ordinal();
    Long everyone = gone.getOrDefault(key + "", 0L);
    return Math.max(gone.getOrDefault(key + "*", 0L), gone.getOrDefault(key + group, everyone));
  }

  /** Whether there may be parts without rollups. */
  synchronized boolean hasUnrolled() {
    return hasUnrolled;
  }

  /** Says that there will be parts without rollups. */
  synchronized void expectUnrolled() {
    hasUnrolled = true;
  }

  /**
   * Chunks or rows of minutes of these channels whose window overlaps the range, stored by this
   * flush or before, behind this part; a piece at a time, whole parts only.
   *
   * @param after key of the part to go on behind, -1 for the first piece
   * @return key of the last part the piece went up to, or {@link Long#MAX_VALUE} if that was all
   */
  synchronized long page(
      HistoryLevel level,
      long from,
      long to,
      long after,
      int[] numbers,
      long flush,
      List<Row> target)
      throws IOException {
    long low = Math.max(0, from - store.longestSpan());
    long high = Math.min(to, ChunkId.MAX_START);
    if (high < 0 || low > high) {
      return Long.MAX_VALUE;
    }
    int before = target.size();
    int bytes = 0;
    long last = after;
    try {
      PreparedStatement select =
          statement(
              "SELECT "
                  + Part.COLUMNS
                  + ", c.id, c.crc, c.data FROM part p CROSS JOIN "
                  + ChunkId.table(level)
                  + " c ON c.id "
                  + keys(numbers)
                  + " WHERE p.id BETWEEN ? AND ? AND p.flush <= ? ORDER BY p.id, c.id");
      int at = numbers(select, numbers);
      select.setLong(at, Math.max(ChunkId.part(low, 0), after + 1));
      select.setLong(at + 1, ChunkId.part(high, ChunkId.MAX_PARTS - 1));
      select.setLong(at + 2, flush);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Part part = Part.read(row, store.isFormerly1());
          if (part.id() != last && (target.size() - before >= PAGE_ROWS || bytes >= PAGE_BYTES)) {
            return last;
          }
          last = part.id();
          if (part.end() > from && part.start() < to) {
            Row found = row(part, row, store.isFormerly1());
            bytes += found.data.length;
            target.add(found);
          }
        }
      }
      return Long.MAX_VALUE;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static Row row(Part part, ResultSet row, boolean mayBeUnchecked) throws SQLException {
    long id = row.getLong(Part.COUNT + 1);
    int crc = row.getInt(Part.COUNT + 2);
    boolean isChecked = !row.wasNull();
    byte[] data = row.getBytes(Part.COUNT + 3);
    boolean isSound = isChecked ? crc == Checksum.of(id, data) : mayBeUnchecked;
    return new Row(part, ChunkId.channel(id), data, isSound);
  }

  /** Rows of hours or days of these channels, for days that start in the range. */
  synchronized void days(HistoryLevel level, long from, long to, int[] numbers, List<DayRow> target)
      throws IOException {
    long day = HistoryLevel.DAY.micros();
    String table = ChunkId.table(level);
    try (ResultSet ends = statement("SELECT min(id), max(id) FROM " + table).executeQuery()) {
      if (!ends.next()) {
        return;
      }
      long low = Math.max(from, ChunkId.start(ChunkId.partOf(ends.getLong(1))));
      long high = Math.min(to - 1, ChunkId.start(ChunkId.partOf(ends.getLong(2))));
      if (ends.wasNull()) {
        return;
      }
      PreparedStatement select =
          statement(
              "WITH RECURSIVE p(id) AS (SELECT ?1 UNION ALL SELECT id + ?2 FROM p WHERE id + ?2"
                  + " <= ?3) SELECT c.id, c.crc, c.data FROM p CROSS JOIN "
                  + table
                  + " c ON c.id "
                  + keys(numbers, 4)
                  + " ORDER BY p.id, c.id");
      long first = Math.floorDiv(low + day - 1, day) * day;
      select.setLong(1, ChunkId.part(first, 0));
      select.setLong(2, ChunkId.part(day, 0));
      select.setLong(3, ChunkId.part(Math.max(0, high), 0));
      for (int i = 0; i < numbers.length; i++) {
        select.setLong(4 + i, numbers[i]);
      }
      if (high < first) {
        return;
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(1);
          byte[] data = row.getBytes(3);
          target.add(
              new DayRow(
                  ChunkId.start(ChunkId.partOf(id)),
                  ChunkId.channel(id),
                  data,
                  row.getInt(2) == Checksum.of(id, data)));
        }
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** Starts of the days that overlap the range and whose hours are not up to date, in order. */
  synchronized List<Long> due(long from, long to, int[] numbers) throws IOException {
    List<Long> days = new ArrayList<>();
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < numbers.length; i++) {
      marks.append(",?");
    }
    try {
      PreparedStatement select =
          statement(
              "SELECT DISTINCT day FROM due WHERE channel IN (-1"
                  + marks
                  + ") AND day > ? AND day < ? ORDER BY day");
      int at = numbers(select, numbers);
      select.setLong(at, from - HistoryLevel.DAY.micros());
      select.setLong(at + 1, to);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          days.add(row.getLong(1));
        }
      }
      return days;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** Parts that overlap the range and have no rollups yet, in order. */
  synchronized List<Part> unrolled(long from, long to) throws IOException {
    List<Part> parts = new ArrayList<>();
    if (!hasUnrolled) {
      return parts;
    }
    try {
      PreparedStatement select =
          statement(
              "SELECT "
                  + Part.COLUMNS
                  + " FROM part p WHERE p.id BETWEEN ? AND ? AND coalesce(p.state, 0) & 1 = 0"
                  + " ORDER BY p.id");
      select.setLong(1, ChunkId.part(Math.max(0, from - store.longestSpan()), 0));
      select.setLong(2, ChunkId.part(Math.max(0, Math.min(to, ChunkId.MAX_START)), 0));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Part part = Part.read(row, store.isFormerly1());
          if (part.end() > from && part.start() < to) {
            parts.add(part);
          }
        }
      }
      return parts;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** Key of the part with the channel's latest chunk, or -1. */
  synchronized long latestPart(ChannelInfo channel) throws IOException {
    try {
      PreparedStatement select = statement("SELECT chunk FROM latest WHERE channel = ?");
      select.setLong(1, channel.number());
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? ChunkId.partOf(result.getLong(1)) : -1;
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }

  /** The condition that a key is one of these channels' in part {@code p}. */
  private static String keys(int[] numbers) {
    return "IN (" + "(p.id << 22) | ?,".repeat(numbers.length).replaceAll(",$", "") + ")";
  }

  private static String keys(int[] numbers, int first) {
    StringBuilder keys = new StringBuilder("IN (");
    for (int i = 0; i < numbers.length; i++) {
      keys.append(i == 0 ? "" : ", ").append("(p.id << 22) | ?").append(first + i);
    }
    return keys.append(')').toString();
  }

  private static int numbers(PreparedStatement statement, int[] numbers) throws SQLException {
    for (int i = 0; i < numbers.length; i++) {
      statement.setLong(i + 1, numbers[i]);
    }
    return numbers.length + 1;
  }

  /** Kept for next time; they differ by level and by how many lines a channel has. */
  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  private static IOException unreadable(SQLException e) {
    return new IOException("the history cannot be read: " + e.getMessage(), e);
  }
}
