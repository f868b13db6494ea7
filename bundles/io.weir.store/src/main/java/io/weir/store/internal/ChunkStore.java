package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite database of chunks and rollups. Any thread; one connection writes, another reads, so
 * that a query waits for a commit at most.
 */
final class ChunkStore implements AutoCloseable {
  /** What is stored is seen together with what is open only under this lock. */
  final Object gate = new Object();

  private final Path file;
  private final Connection writer;
  private final StoreReader reader;
  private final boolean isFormerly1;
  private long flush;
  private long sequence;
  private long longestSpan;
  private volatile List<Long> bytes;
  private final AtomicLong version = new AtomicLong();

  ChunkStore(Path file) throws SQLException {
    this.file = file;
    boolean fresh = !Files.exists(file);
    writer = Database.connect(file);
    try {
      Database.prepare(writer, file, fresh);
      readState();
      longestSpan = Database.number(writer, "SELECT coalesce(max(span), 0) FROM part");
      bytes = LevelBytes.read(writer);
      isFormerly1 = Database.isFormerly1(writer);
      writer.rollback();
      reader = new StoreReader(this, Database.connect(file));
      reader.refresh(writer);
      writer.rollback();
    } catch (SQLException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void readState() throws SQLException {
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("SELECT flush, sequence, crc FROM state")) {
      if (!row.next()) {
        throw damaged("the state is missing");
      }
      flush = row.getLong(1);
      sequence = row.getLong(2);
      int crc = row.getInt(3);
      // A new database and one of version 1 have none.
      if (!row.wasNull() && crc != Checksum.of(flush, sequence)) {
        throw damaged("the state is not what was written");
      }
    }
  }

  /** A failure that tells of a damaged file. */
  static SQLException damaged(String message) {
    return new SQLiteException(message, SQLiteErrorCode.SQLITE_CORRUPT);
  }

  /** Whether the file is what SQLite left; reads all of it. */
  boolean isSound() throws SQLException {
    try (Statement statement = writer.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
        if (!result.next() || !result.getString(1).equals("ok")) {
          return false;
        }
      }
      try (ResultSet result = statement.executeQuery("SELECT " + Part.COLUMNS + " FROM part p")) {
        while (result.next()) {
          Part.read(result, isFormerly1);
        }
      }
      return true;
    } finally {
      writer.rollback();
    }
  }

  Path file() {
    return file;
  }

  /** The reading side. */
  StoreReader reader() {
    return reader;
  }

  /** The writing connection, for the history thread only. */
  Connection writer() {
    return writer;
  }

  /** Whether chunks stand beside the columns of version 1. */
  boolean isFormerly1() {
    return isFormerly1;
  }

  /** Number of the last flush. */
  synchronized long flush() {
    return flush;
  }

  /** Sequence of the last journal entry whose samples are stored. */
  synchronized long sequence() {
    return sequence;
  }

  /** The longest window there is, in microseconds. */
  synchronized long longestSpan() {
    return longestSpan;
  }

  /** The bytes that the rows of a level take. */
  long bytes(HistoryLevel level) {
    return bytes.get(level.ordinal());
  }

  /** Changes with each transaction. */
  long version() {
    return version.get();
  }

  /** Opens the transaction of the next flush, whose last entry has this sequence. */
  Writing begin(long upTo) {
    return new Writing(this, flush() + 1, upTo);
  }

  /** Opens a transaction that changes what is stored already. */
  Writing change() {
    return new Writing(this, flush(), sequence());
  }

  /** Commits the transaction of a {@link Writing}; called by it, with the gate held. */
  void commit(long newFlush, long upTo, long span) throws SQLException {
    if (newFlush != flush() || upTo != sequence()) {
      try (PreparedStatement update =
          writer.prepareStatement("UPDATE state SET flush = ?, sequence = ?, crc = ?")) {
        update.setLong(1, newFlush);
        update.setLong(2, upTo);
        update.setInt(3, Checksum.of(newFlush, upTo));
        update.executeUpdate();
      }
    }
    List<Long> newBytes = LevelBytes.read(writer);
    writer.commit();
    bytes = newBytes;
    synchronized (this) {
      flush = newFlush;
      sequence = upTo;
      longestSpan = Math.max(longestSpan, span);
    }
    version.incrementAndGet();
  }

  @Override
  public void close() throws SQLException {
    try {
      reader.close();
    } finally {
      synchronized (gate) {
        writer.close();
      }
    }
  }
}
