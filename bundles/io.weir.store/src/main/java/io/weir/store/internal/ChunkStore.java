package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * The SQLite database of chunks. Any thread; one connection writes, another reads, so that a query
 * waits for a commit at most.
 */
final class ChunkStore implements AutoCloseable {
  /** A part of a window: key, length of the window in microseconds. */
  record Part(long id, long span) {
    long start() {
      return ChunkId.start(id);
    }

    long end() {
      return ChunkId.start(id) + span;
    }
  }

  private static final int VERSION = 1;
  private static final String[] SETTINGS = {
    "PRAGMA page_size = 4096",
    "PRAGMA journal_mode = PERSIST",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -512",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 20000"
  };
  private static final String[] SCHEMA = {
    "CREATE TABLE chunk (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, start INTEGER NOT NULL,"
        + " end INTEGER NOT NULL, min REAL, max REAL, sum REAL, first REAL, last REAL,"
        + " data BLOB NOT NULL)",
    "CREATE TABLE part (id INTEGER PRIMARY KEY, span INTEGER NOT NULL, flush INTEGER NOT NULL)",
    "CREATE TABLE latest (channel INTEGER PRIMARY KEY, chunk INTEGER NOT NULL)",
    "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), flush INTEGER NOT NULL,"
        + " sequence INTEGER NOT NULL)",
    "INSERT INTO state VALUES (1, 0, 0)",
    "PRAGMA user_version = " + VERSION
  };

  private final Connection writer;
  private final Connection reader;
  private final PreparedStatement selectParts;
  private final PreparedStatement selectStats;
  private final PreparedStatement selectData;
  private final PreparedStatement selectLatest;
  private long flush;
  private long sequence;
  private long longestSpan;

  ChunkStore(Path file) throws SQLException {
    boolean fresh = !Files.exists(file);
    writer = connect(file);
    try {
      prepare(fresh, file);
      reader = connect(file);
    } catch (SQLException e) {
      writer.close();
      throw e;
    }
    try {
      selectParts =
          reader.prepareStatement(
              "SELECT id, span FROM part WHERE id BETWEEN ? AND ? AND flush <= ? ORDER BY id");
      selectStats =
          reader.prepareStatement(
              "SELECT n, start, end, min, max, sum, first, last FROM chunk WHERE id = ?");
      selectData = reader.prepareStatement("SELECT data FROM chunk WHERE id = ?");
      selectLatest = reader.prepareStatement("SELECT chunk FROM latest WHERE channel = ?");
    } catch (SQLException e) {
      reader.close();
      writer.close();
      throw e;
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties());
    if (connection == null) {
      throw new SQLException("the SQLite driver does not take the path " + file);
    }
    try (Statement statement = connection.createStatement()) {
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private void prepare(boolean fresh, Path file) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      int version = (int) number(statement, "PRAGMA user_version");
      if (version == 0 && (fresh || number(statement, "SELECT count(*) FROM sqlite_schema") == 0)) {
        writer.setAutoCommit(false);
        for (String each : SCHEMA) {
          statement.execute(each);
        }
        writer.commit();
      } else if (version != VERSION) {
        throw new SQLException(
            file + " has version " + version + ", this gateway knows version " + VERSION);
      }
      writer.setAutoCommit(false);
      flush = number(statement, "SELECT flush FROM state");
      sequence = number(statement, "SELECT sequence FROM state");
      longestSpan = number(statement, "SELECT coalesce(max(span), 0) FROM part");
      writer.rollback();
    }
  }

  /** Whether the file is what SQLite left; reads all of it. */
  boolean isSound() throws SQLException {
    try (Statement statement = writer.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      return result.next() && result.getString(1).equals("ok");
    } finally {
      writer.rollback();
    }
  }

  /** Number of the last flush. */
  synchronized long flush() {
    return flush;
  }

  /** Sequence of the last journal entry whose samples are stored. */
  synchronized long sequence() {
    return sequence;
  }

  /** Opens the transaction of the next flush. */
  Writing begin() throws SQLException {
    return new Writing();
  }

  /** One flush: all of it is stored, or nothing. Confined to the history thread. */
  final class Writing implements AutoCloseable {
    private final PreparedStatement insert =
        writer.prepareStatement("INSERT INTO chunk VALUES (?,?,?,?,?,?,?,?,?,?)");
    private final PreparedStatement latest =
        writer.prepareStatement(
            "INSERT INTO latest VALUES (?, ?) ON CONFLICT (channel) DO UPDATE"
                + " SET chunk = excluded.chunk WHERE excluded.chunk > chunk");
    private long longest;

    Writing() throws SQLException {}

    /** Begins a new part of this window and returns its key. */
    long part(long start, long span) throws SQLException {
      long lowest = ChunkId.part(start, 0);
      try (Statement statement = writer.createStatement()) {
        long next =
            number(
                statement,
                "SELECT coalesce(max(id) + 1, "
                    + lowest
                    + ") FROM part WHERE id BETWEEN "
                    + lowest
                    + " AND "
                    + (lowest + ChunkId.MAX_PARTS - 1));
        if (next - lowest >= ChunkId.MAX_PARTS) {
          throw new SQLException(
              "the window at " + start + " has all of its " + ChunkId.MAX_PARTS + " parts");
        }
        statement.executeUpdate(
            "INSERT INTO part VALUES (" + next + ", " + span + ", " + (flush() + 1) + ")");
        longest = Math.max(longest, span);
        return next;
      }
    }

    /** Stores a chunk of a part. */
    void chunk(long part, Chunk chunk) throws SQLException {
      long id = ChunkId.chunk(part, chunk.channel());
      Stats stats = chunk.stats();
      insert.setLong(1, id);
      insert.setLong(2, stats.count);
      insert.setLong(3, stats.start);
      insert.setLong(4, stats.end);
      insert.setDouble(5, stats.min);
      insert.setDouble(6, stats.max);
      insert.setDouble(7, stats.sum);
      insert.setDouble(8, stats.first);
      insert.setDouble(9, stats.last);
      insert.setBytes(10, chunk.data());
      insert.executeUpdate();
      latest.setLong(1, chunk.channel());
      latest.setLong(2, id);
      latest.executeUpdate();
    }

    /** Makes it durable: everything up to this journal entry is stored. */
    void commit(long upTo) throws SQLException {
      try (Statement statement = writer.createStatement()) {
        statement.executeUpdate(
            "UPDATE state SET flush = flush + 1, sequence = " + upTo + " WHERE id = 1");
      }
      writer.commit();
      synchronized (ChunkStore.this) {
        flush++;
        sequence = upTo;
        longestSpan = Math.max(longestSpan, longest);
      }
    }

    /** Ends it; what was not committed is undone. */
    @Override
    public void close() throws SQLException {
      insert.close();
      latest.close();
      writer.rollback();
    }
  }

  /** Parts whose window overlaps the range and that were stored by this flush or before. */
  synchronized List<Part> parts(long from, long to, long upToFlush) throws IOException {
    long low = Math.max(0, Math.max(0, Math.min(from, ChunkId.MAX_START)) - longestSpan);
    long high = Math.max(0, Math.min(to, ChunkId.MAX_START));
    List<Part> parts = new ArrayList<>();
    try {
      selectParts.setLong(1, ChunkId.part(low, 0));
      selectParts.setLong(2, ChunkId.part(high, ChunkId.MAX_PARTS - 1));
      selectParts.setLong(3, upToFlush);
      try (ResultSet result = selectParts.executeQuery()) {
        while (result.next()) {
          Part part = new Part(result.getLong(1), result.getLong(2));
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

  /** What a chunk's samples amount to, or null if there is no such chunk. */
  synchronized @Nullable Stats stats(long chunk) throws IOException {
    try {
      selectStats.setLong(1, chunk);
      try (ResultSet result = selectStats.executeQuery()) {
        if (!result.next()) {
          return null;
        }
        Stats stats = new Stats();
        stats.count = result.getLong(1);
        stats.start = result.getLong(2);
        stats.end = result.getLong(3);
        stats.min = result.getDouble(4);
        stats.max = result.getDouble(5);
        stats.sum = result.getDouble(6);
        stats.first = result.getDouble(7);
        stats.last = result.getDouble(8);
        return stats;
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** A chunk's samples, or null if there is no such chunk. */
  synchronized byte @Nullable [] data(long chunk) throws IOException {
    try {
      selectData.setLong(1, chunk);
      try (ResultSet result = selectData.executeQuery()) {
        return result.next() ? result.getBytes(1) : null;
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** Key of the part with the channel's latest chunk, or -1. */
  synchronized long latestPart(ChannelInfo channel) throws IOException {
    try {
      selectLatest.setLong(1, channel.number());
      try (ResultSet result = selectLatest.executeQuery()) {
        return result.next() ? ChunkId.partOf(result.getLong(1)) : -1;
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    reader.close();
    writer.close();
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  private static IOException unreadable(SQLException e) {
    return new IOException("the history cannot be read: " + e.getMessage(), e);
  }
}
