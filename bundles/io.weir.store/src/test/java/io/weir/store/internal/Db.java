package io.weir.store.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/** A look into a database beside those who use it. */
final class Db {
  private Db() {}

  /** The first number of a query. */
  static long number(Path file, String sql) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "20000");
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, properties);
        Statement statement = connection.createStatement()) {
      return Database.number(statement, sql);
    }
  }

  /** Runs statements, the database not being in use. */
  static void run(Path file, String... sql) throws SQLException {
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties());
        Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    }
  }
}
