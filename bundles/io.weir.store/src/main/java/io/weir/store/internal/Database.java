package io.weir.store.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/** Connections to the database file, its tables and their version. */
final class Database {
  /** What is written; version 1 is brought up to it. */
  static final int VERSION = 2;

  private static final String[] SETTINGS = {
    "PRAGMA page_size = 4096",
    "PRAGMA auto_vacuum = INCREMENTAL",
    "PRAGMA journal_mode = PERSIST",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -512",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA busy_timeout = 20000"
  };
  private static final String[] FRESH = {
    "CREATE TABLE chunk (id INTEGER PRIMARY KEY, crc INTEGER, data BLOB NOT NULL)",
    "CREATE TABLE part (id INTEGER PRIMARY KEY, span INTEGER NOT NULL, flush INTEGER NOT NULL,"
        + " upto INTEGER, boot INTEGER, shift INTEGER, state INTEGER, crc INTEGER)",
    "CREATE TABLE latest (channel INTEGER PRIMARY KEY, chunk INTEGER NOT NULL)",
    "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), flush INTEGER NOT NULL,"
        + " sequence INTEGER NOT NULL, crc INTEGER)",
    "INSERT INTO state VALUES (1, 0, 0, NULL)"
  };
  static final String[] FROM_1 = {
    "ALTER TABLE chunk ADD COLUMN crc INTEGER",
    "ALTER TABLE part ADD COLUMN upto INTEGER",
    "ALTER TABLE part ADD COLUMN boot INTEGER",
    "ALTER TABLE part ADD COLUMN shift INTEGER",
    "ALTER TABLE part ADD COLUMN state INTEGER",
    "ALTER TABLE part ADD COLUMN crc INTEGER",
    "ALTER TABLE state ADD COLUMN crc INTEGER"
  };
  private static final String[] ROLLUPS = {
    "CREATE TABLE minute (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL)",
    "CREATE TABLE hour (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL)",
    "CREATE TABLE day (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, data BLOB NOT NULL)",
    "CREATE TABLE due (day INTEGER NOT NULL, channel INTEGER NOT NULL, next INTEGER NOT NULL,"
        + " PRIMARY KEY (day, channel)) WITHOUT ROWID",
    "CREATE TABLE gone (level INTEGER NOT NULL, channels TEXT NOT NULL, until INTEGER NOT NULL,"
        + " PRIMARY KEY (level, channels)) WITHOUT ROWID",
    "CREATE TABLE thinned (id INTEGER PRIMARY KEY, step TEXT NOT NULL, level TEXT NOT NULL,"
        + " since INTEGER NOT NULL, until INTEGER NOT NULL, rows INTEGER NOT NULL)",
    "CREATE TABLE rescue (file TEXT PRIMARY KEY, upto INTEGER NOT NULL, phase INTEGER NOT NULL,"
        + " next INTEGER NOT NULL, rescued INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX guessed ON part (boot) WHERE boot IS NOT NULL",
    "PRAGMA user_version = " + VERSION
  };

  /** Every day there is something of. */
  private static final String ALL_DUE =
      "INSERT INTO due SELECT DISTINCT day * 86400000000, -1, 0 FROM"
          + " (SELECT (id >> 12) * 10000000 / 86400000000 AS day FROM part UNION"
          + " SELECT ((id >> 12) * 10000000 + span - 1) / 86400000000 FROM part)";

  private Database() {}

  /** A connection with the settings of the history; the file is made if there is none. */
  static Connection connect(Path file) throws SQLException {
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

  /** Makes the tables, or brings those of version 1 up to date, in one transaction. */
  static void prepare(Connection connection, Path file, boolean fresh) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version = (int) number(statement, "PRAGMA user_version");
      boolean empty =
          version == 0 && (fresh || number(statement, "SELECT count(*) FROM sqlite_schema") == 0);
      if (version > VERSION) {
        throw new NewerVersionException(file, version);
      }
      if (!empty && version != VERSION && version != 1) {
        throw new ForeignException(file);
      }
      connection.setAutoCommit(false);
      if (version != VERSION) {
        for (String each : empty ? FRESH : FROM_1) {
          statement.execute(each);
        }
        for (String each : ROLLUPS) {
          statement.execute(each);
        }
        if (!empty) {
          statement.execute(ALL_DUE);
        }
      }
      LevelBytes.prepare(connection);
      connection.commit();
    }
  }

  /** Whether chunks stand beside the columns of version 1. */
  static boolean isFormerly1(Connection connection) throws SQLException {
    return number(connection, "SELECT count(*) FROM pragma_table_info('chunk') WHERE name = 'sum'")
        > 0;
  }

  static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return number(statement, sql);
    }
  }

  /** The database is of a version this gateway does not know. */
  static final class NewerVersionException extends SQLException {
    private static final long serialVersionUID = 1;

    NewerVersionException(Path file, int version) {
      super(
          file.getFileName()
              + " has version "
              + version
              + ", this gateway knows versions up to "
              + VERSION
              + "; install the newer gateway again, or move the file away to start a new history");
    }
  }

  /** The file is a database of something else. */
  static final class ForeignException extends SQLException {
    private static final long serialVersionUID = 1;

    ForeignException(Path file) {
      super(file.getFileName() + " is not a history");
    }
  }
}
