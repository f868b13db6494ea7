package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of the rows of each level, in the table {@code used}. Triggers keep it in the very
 * transaction that stores or deletes a row, whoever does it.
 */
final class LevelBytes {
  /** Beside its data a row takes about so much for its key, its checksum and its place. */
  static final int ROW = 24;

  private LevelBytes() {}

  /** Makes the table if there is none; what is stored already is counted once then. */
  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (Database.number(statement, "SELECT count(*) FROM sqlite_schema WHERE name = 'used'")
          > 0) {
        return;
      }
      statement.execute("CREATE TABLE used (level INTEGER PRIMARY KEY, bytes INTEGER NOT NULL)");
      for (HistoryLevel level : HistoryLevel.values()) {
        String table = ChunkId.table(level);
        statement.execute(
            "INSERT INTO used SELECT "
                + level.ordinal()
                + (", coalesce(sum(length(data) + " + ROW + "), 0) FROM " + table));
        // Before it, because the row that REPLACE removes fires no trigger of its own.
        trigger(statement, level, "BEFORE INSERT", size("NEW.data") + " - " + replaced(table));
        trigger(statement, level, "AFTER DELETE", "- " + size("OLD.data"));
        trigger(
            statement, level, "AFTER UPDATE OF data", size("NEW.data") + " - " + size("OLD.data"));
      }
    }
  }

  private static void trigger(Statement statement, HistoryLevel level, String event, String change)
      throws SQLException {
    String table = ChunkId.table(level);
    statement.execute(
        String.format(
            "CREATE TRIGGER used_%s_%s %s ON %s BEGIN"
                + " UPDATE used SET bytes = bytes + %s WHERE level = %d; END",
            table, event.split(" ", -1)[1], event, table, change, level.ordinal()));
  }

  private static String size(String data) {
    return "(length(" + data + ") + " + ROW + ")";
  }

  private static String replaced(String table) {
    return "coalesce((SELECT " + size("data") + " FROM " + table + " WHERE id = NEW.id), 0)";
  }

  /** The bytes of all levels, by level. */
  static List<Long> read(Connection connection) throws SQLException {
    List<Long> bytes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT bytes FROM used ORDER BY level")) {
      while (row.next()) {
        bytes.add(row.getLong(1));
      }
    }
    if (bytes.size() != HistoryLevel.values().length) {
      throw ChunkStore.damaged("the bytes of the levels are missing");
    }
    return List.copyOf(bytes);
  }

  /** The bytes of a level as they are in this transaction. */
  static long of(HistoryLevel level, Writing writing) throws SQLException {
    return writing.number(0, "SELECT bytes FROM used WHERE level = ?", level.ordinal());
  }
}
