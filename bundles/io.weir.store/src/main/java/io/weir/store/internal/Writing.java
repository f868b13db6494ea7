package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One transaction: all of it is stored, or nothing. Confined to the history thread; one at a time.
 */
final class Writing implements AutoCloseable {
  private static final String LATER =
      "INSERT INTO latest VALUES (?, ?) ON CONFLICT (channel) DO UPDATE"
          + " SET chunk = excluded.chunk WHERE excluded.chunk > chunk";

  private static final String INSERT = "INSERT INTO chunk (id, crc, data) VALUES (?, ?, ?)";
  private static final String INSERT_BESIDE_1 =
      "INSERT INTO chunk (id, n, start, end, crc, data) VALUES (?, 0, 0, 0, ?, ?)";
  private static final String[] INSERT_ROLLUPS = {
    "", insert(HistoryLevel.MINUTE), insert(HistoryLevel.HOUR), insert(HistoryLevel.DAY)
  };

  private final ChunkStore store;
  private final Connection connection;
  private final long flush;
  private final long upTo;
  private final Map<String, PreparedStatement> kept = new HashMap<>();
  private long longest;

  Writing(ChunkStore store, long flush, long upTo) {
    this.store = store;
    this.connection = store.writer();
    this.flush = flush;
    this.upTo = upTo;
  }

  /** A statement that is used again and closed with the transaction. */
  private PreparedStatement kept(String sql) throws SQLException {
    PreparedStatement statement = kept.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      kept.put(sql, statement);
    }
    return statement;
  }

  private static String insert(HistoryLevel level) {
    return "INSERT OR REPLACE INTO " + ChunkId.table(level) + " VALUES (?, ?, ?)";
  }

  /** Begins a new part of this window. */
  Part part(long start, long span, long ofUpTo, int boot, long shift) throws SQLException {
    long id = -1;
    long from = start;
    while (id < 0) {
      long lowest = ChunkId.part(from, 0);
      long highest = ChunkId.part(from, ChunkId.MAX_PARTS - 1);
      long last =
          Database.number(
              connection,
              "SELECT coalesce(max(id), -1) FROM part WHERE id BETWEEN "
                  + lowest
                  + " AND "
                  + highest);
      if (last < highest) {
        id = Math.max(lowest, last + 1);
      } else if (from == 0) {
        throw new SQLException("the window at " + start + " can have no more parts");
      } else {
        // A window that is somewhat longer holds the samples as well.
        from -= ChunkId.UNIT;
      }
    }
    Part part =
        new Part(id, start + span - from, flush, ofUpTo, boot, boot == 0 ? 0 : shift, Part.ROLLED);
    put(part);
    return part;
  }

  /** Sequence of the last entry of the flush this is. */
  long upTo() {
    return upTo;
  }

  /** Stores a part, new or changed. */
  void put(Part part) throws SQLException {
    part.write(kept(Part.INSERT));
    longest = Math.max(longest, part.span());
  }

  /** Says that a part has no rollups yet. */
  void expectUnrolled() {
    store.reader().expectUnrolled();
  }

  /** Stores a chunk of a part. */
  void chunk(Part part, int channel, byte[] data) throws SQLException {
    long id = ChunkId.chunk(part.id(), channel);
    PreparedStatement insertChunk = kept(store.isFormerly1() ? INSERT_BESIDE_1 : INSERT);
    insertChunk.setLong(1, id);
    insertChunk.setInt(2, Checksum.of(id, data));
    insertChunk.setBytes(3, data);
    insertChunk.executeUpdate();
    PreparedStatement insertLatest = kept(LATER);
    insertLatest.setLong(1, channel);
    insertLatest.setLong(2, id);
    insertLatest.executeUpdate();
  }

  /** Stores a row of rollups. */
  void rollups(HistoryLevel level, long id, byte[] data) throws SQLException {
    PreparedStatement insert = kept(INSERT_ROLLUPS[level.ordinal()]);
    insert.setLong(1, id);
    insert.setInt(2, Checksum.of(id, data));
    insert.setBytes(3, data);
    insert.executeUpdate();
  }

  /** Whether chunks of version 1 may be there, which have no checksum. */
  boolean mayBeUnchecked() {
    return store.isFormerly1();
  }

  /** A statement for one use; the caller closes it. */
  PreparedStatement statement(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /** Runs a statement with these numbers and returns how many rows it changed. */
  int run(String sql, long... numbers) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < numbers.length; i++) {
        statement.setLong(i + 1, numbers[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** The first number of the first row of a query, or this default. */
  long number(long otherwise, String sql, long... numbers) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < numbers.length; i++) {
        statement.setLong(i + 1, numbers[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : otherwise;
      }
    }
  }

  /** The parts of the window that starts here, in order. */
  List<Part> parts(long start) throws SQLException {
    return parts(ChunkId.part(start, 0), ChunkId.part(start, ChunkId.MAX_PARTS - 1));
  }

  /** The parts with these keys, in order. */
  List<Part> parts(long low, long high) throws SQLException {
    return parts("p.id BETWEEN ? AND ? ORDER BY p.id", low, high);
  }

  /** The parts p for which this is so of these two numbers. */
  List<Part> parts(String where, long first, long second) throws SQLException {
    List<Part> parts = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + Part.COLUMNS + " FROM part p WHERE " + where)) {
      select.setLong(1, first);
      select.setLong(2, second);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          parts.add(Part.read(row, store.isFormerly1()));
        }
      }
    }
    return parts;
  }

  /** Makes it durable; the action runs before anybody sees what is new. */
  void commit(Runnable action) throws SQLException {
    synchronized (store.gate) {
      store.commit(flush, upTo, longest);
      action.run();
    }
  }

  /** Ends it; what was not committed is undone. */
  @Override
  public void close() throws SQLException {
    for (PreparedStatement each : kept.values()) {
      each.close();
    }
    connection.rollback();
  }
}
