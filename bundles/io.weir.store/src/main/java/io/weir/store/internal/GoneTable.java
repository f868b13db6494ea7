package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Up to when each level of each group of channels was given up. Confined to the history thread. */
final class GoneTable {
  private final Groups groups;

  GoneTable(Groups groups) {
    this.groups = groups;
  }

  /** A level of a group, or of "*", was given up until this time. */
  static void put(HistoryLevel level, String group, long until, Writing writing)
      throws SQLException {
    try (PreparedStatement insert =
        writing.statement("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)")) {
      insert.setInt(1, level.ordinal());
      insert.setString(2, group);
      insert.setLong(3, until);
      insert.executeUpdate();
    }
  }

  /**
   * Groups that are none any more are kept with all others: those go through them again. A new one
   * goes on where all others are, and from there has its own way.
   */
  void settle(ChunkStore store) throws SQLException {
    List<String> names = new ArrayList<>(List.of("*"));
    groups.all().forEach(each -> names.add(each.name()));
    try (Writing writing = store.change()) {
      List<DamagedDatabase.Limit> limits = new ArrayList<>();
      try (PreparedStatement select = writing.statement("SELECT level, channels, until FROM gone");
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          limits.add(new DamagedDatabase.Limit(row.getInt(1), row.getString(2), row.getLong(3)));
        }
      }
      for (DamagedDatabase.Limit each : limits) {
        if (!names.contains(each.channels())) {
          try (PreparedStatement delete =
              writing.statement("DELETE FROM gone WHERE level = ? AND channels = ?")) {
            delete.setInt(1, each.level());
            delete.setString(2, each.channels());
            delete.executeUpdate();
          }
          writing.run(
              "UPDATE gone SET until = min(until, ?) WHERE level = ? AND channels = ''",
              each.until(),
              each.level());
        }
      }
      try (PreparedStatement insert =
          writing.statement(
              "INSERT OR IGNORE INTO gone VALUES (?1, ?2, coalesce((SELECT until FROM gone WHERE"
                  + " level = ?1 AND channels = ''), 0))")) {
        for (ChannelGroup group : groups.all()) {
          for (HistoryLevel level : HistoryLevel.values()) {
            insert.setInt(1, level.ordinal());
            insert.setString(2, group.name());
            insert.executeUpdate();
          }
        }
      }
      writing.commit(() -> {});
      store.reader().refresh(store.writer());
      store.writer().rollback();
    }
  }
}
