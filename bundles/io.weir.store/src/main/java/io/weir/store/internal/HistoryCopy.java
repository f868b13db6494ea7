package io.weir.store.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.sqlite.JDBC;

/**
 * Reads a SQLite database that is written to meanwhile, without a second copy of it: all of it
 * once, and then, again and again, what has changed, until nothing has. Confined to one thread.
 *
 * <p>A block is read under SQLite's shared lock, so that it holds committed pages only, and the
 * lock is given up before the block goes anywhere: a writer waits for one read at most.
 */
final class HistoryCopy implements Closeable {
  /** Takes a block of the database. */
  interface Sink {
    void block(long position, byte[] bytes, int length) throws IOException;
  }

  private static final int BLOCK = 1 << 18;

  /** After so many readings that a commit has overtaken, the last one makes the writer wait. */
  private static final int MOST_ROUNDS = 8;

  private final byte[] bytes = new byte[BLOCK];
  private final RandomAccessFile file;
  private final Connection connection;
  private final Statement statement;
  private long[] sums = new long[64];
  private long version;
  private long size;
  private boolean fits;
  private boolean reading;
  private boolean locked;

  HistoryCopy(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "r");
    try {
      Connection made = new JDBC().connect("jdbc:sqlite:" + path, new Properties());
      if (made == null) {
        throw new SQLException("the driver does not take " + path);
      }
      connection = made;
      statement = made.createStatement();
      statement.execute("PRAGMA busy_timeout = 60000");
    } catch (SQLException e) {
      file.close();
      throw unreadable(e);
    }
  }

  /** Reads all of it; what it gives need not fit together. */
  void all(Sink sink) throws IOException {
    fits = round(sink);
  }

  /**
   * Gives what has changed since, until all that was given is the database at one moment not before
   * this call.
   */
  void changes(Sink sink) throws IOException {
    boolean whole = version == begin() && fits;
    end();
    for (int round = 1; !whole; round++) {
      if (round > MOST_ROUNDS) {
        begin();
        locked = true;
      }
      whole = round(sink);
    }
    locked = false;
    end();
  }

  /** Length of the database. */
  long size() {
    return size;
  }

  /** The version of its tables. */
  long userVersion() throws IOException {
    return number("PRAGMA user_version");
  }

  /** Gives each block that differs; false if they are not all of the same moment. */
  private boolean round(Sink sink) throws IOException {
    boolean same = true;
    long at = 0;
    for (int block = 0; block == 0 || at < size; block++) {
      long now = begin();
      same &= block == 0 || now == version;
      version = now;
      size = file.length();
      int length = read(at);
      end();
      if (block >= sums.length) {
        sums = Arrays.copyOf(sums, sums.length * 2);
      }
      long sum = sum(length);
      if (sums[block] != sum) {
        sums[block] = sum;
        sink.block(at, bytes, length);
      }
      at += BLOCK;
    }
    return same;
  }

  private int read(long at) throws IOException {
    file.seek(at);
    int done = 0;
    int more = 0;
    while (more >= 0 && done < BLOCK) {
      done += more;
      more = file.read(bytes, done, BLOCK - done);
    }
    return done;
  }

  /** Two independent sums make one of 64 bits, for each length another and never 0. */
  private long sum(int length) {
    CRC32 crc = new CRC32();
    CRC32C crc32c = new CRC32C();
    crc.update(bytes, 0, length);
    crc32c.update(bytes, 0, length);
    return ((crc.getValue() << 32 | crc32c.getValue()) + length) | 1L << 63;
  }

  /** Takes the shared lock; returns a number that each commit of another connection changes. */
  private long begin() throws IOException {
    try {
      if (!reading) {
        statement.execute("BEGIN");
        reading = true;
      }
      return number("PRAGMA data_version");
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private void end() throws IOException {
    try {
      if (reading && !locked) {
        statement.execute("COMMIT");
        reading = false;
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private long number(String sql) throws IOException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static IOException unreadable(SQLException e) {
    return new IOException("the history cannot be read: " + e.getMessage(), e);
  }

  /**
   * Closing a file takes all locks off it that this process has: nobody may be writing then, or
   * another process that looks at the database would take it for one that was left in the middle.
   */
  @Override
  public void close() throws IOException {
    try (connection;
        statement) {
      if (reading) {
        statement.execute("ROLLBACK");
      }
      statement.execute("BEGIN IMMEDIATE");
      file.close();
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      throw unreadable(e);
    } finally {
      file.close();
    }
  }
}
