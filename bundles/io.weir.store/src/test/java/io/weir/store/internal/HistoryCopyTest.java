package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/**
 * The database has one row in its first block and one in its last, which each commit changes to the
 * same number: a copy that is not of one moment shows.
 */
class HistoryCopyTest {
  private static final int FILLING = 20;

  @TempDir Path directory = Path.of("");
  private Path database = Path.of("");
  private Path copied = Path.of("");

  @BeforeEach
  void fill() throws SQLException {
    database = directory.resolve("history.db");
    copied = directory.resolve("copy.db");
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = PERSIST");
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, filling BLOB)");
      for (int id = 1; id <= FILLING; id++) {
        statement.execute("INSERT INTO t VALUES (" + id + ", 0, randomblob(100000))");
      }
    }
  }

  @Test
  void aCommitBetweenTwoBlocksIsFollowed() throws Exception {
    for (int block = 1; block <= 8; block++) {
      int at = block;
      AtomicInteger seen = new AtomicInteger();
      AtomicInteger changes = new AtomicInteger();
      try (Connection writer = connect(database);
          RandomAccessFile out = new RandomAccessFile(copied.toFile(), "rw");
          HistoryCopy copy = new HistoryCopy(database)) {
        copy.all(
            (position, bytes, length) -> {
              put(out, position, bytes, length);
              if (seen.incrementAndGet() == at) {
                commit(writer, at);
              }
            });
        copy.changes(
            (position, bytes, length) -> {
              changes.incrementAndGet();
              put(out, position, bytes, length);
            });
        out.setLength(copy.size());
      }
      assertThat(seen.get()).as("blocks").isGreaterThanOrEqualTo(7);
      assertThat(numbers(copied)).as("commit after block %d", block).isEqualTo(at + " " + at);
      assertThat(changes.get()).as("only what changed").isLessThan(4);
    }
  }

  @Test
  void withoutACommitNothingGoesOutTwice() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    try (HistoryCopy copy = new HistoryCopy(database)) {
      copy.all((position, bytes, length) -> {});
      copy.changes((position, bytes, length) -> changes.incrementAndGet());
    }
    assertThat(changes.get()).isZero();
  }

  @Test
  void itEndsAlthoughCommitsNeverDo() throws Exception {
    AtomicBoolean going = new AtomicBoolean(true);
    AtomicInteger commits = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    Thread load =
        new Thread(
            () -> {
              try (Connection writer = connect(database)) {
                while (going.get()) {
                  commit(writer, commits.incrementAndGet());
                }
              } catch (IOException | SQLException e) {
                failures.incrementAndGet();
              }
            },
            "load");
    load.start();
    try {
      for (int round = 0; round < 5; round++) {
        int before = commits.get();
        Await.until("commits", () -> commits.get() > before + 2);
        try (RandomAccessFile out = new RandomAccessFile(copied.toFile(), "rw");
            HistoryCopy copy = new HistoryCopy(database)) {
          copy.all((position, bytes, length) -> put(out, position, bytes, length));
          copy.changes((position, bytes, length) -> put(out, position, bytes, length));
          out.setLength(copy.size());
        }
        String[] both = numbers(copied).split(" ");
        assertThat(both[0]).isEqualTo(both[1]);
        assertThat(Integer.parseInt(both[0])).isGreaterThanOrEqualTo(before);
      }
    } finally {
      going.set(false);
      load.join();
    }
    assertThat(failures.get()).as("the writer was never refused").isZero();
  }

  private static void put(RandomAccessFile out, long position, byte[] bytes, int length)
      throws IOException {
    out.seek(position);
    out.write(bytes, 0, length);
  }

  private static void commit(Connection writer, int number) throws IOException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("UPDATE t SET n = " + number + " WHERE id IN (1, " + FILLING + ")");
      statement.execute("COMMIT");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** The numbers of the first and the last row of a database that is sound. */
  private static String numbers(Path file) throws SQLException {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(result.next() ? result.getString(1) : "").isEqualTo("ok");
      }
      try (ResultSet result =
          statement.executeQuery(
              "SELECT (SELECT n FROM t WHERE id = 1) || ' ' || (SELECT n FROM t WHERE id = "
                  + FILLING
                  + ")")) {
        return result.next() ? result.getString(1) : "";
      }
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties());
    if (connection == null) {
      throw new SQLException("the driver does not take " + file);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 30000");
      statement.execute("PRAGMA synchronous = OFF");
    }
    return connection;
  }
}
