package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives up what is older than it is kept, and the oldest samples, then minutes, where the database
 * is larger than it may be: some windows or days at a time, in one transaction with how far it has
 * come. Confined to the history thread.
 */
final class Keeper implements Chore {
  private static final long PAUSE_MICROS = 600_000_000L;
  private static final int PIECE_ROWS = 5_000;
  private static final int PIECE_STEPS = 64;
  private static final long DAY = HistoryLevel.DAY.micros();

  private final Groups groups;
  private final long maxBytes;
  private final HistoryStatus status;
  private final SteadyClock clock;
  private boolean isChecked;
  private long next = Long.MIN_VALUE;

  /**
   * @param clock nothing is given up while it cannot be relied on
   */
  Keeper(Groups groups, long maxBytes, HistoryStatus status, SteadyClock clock) {
    this.clock = clock;
    this.groups = groups;
    this.maxBytes = maxBytes;
    this.status = status;
  }

  /** A level of a group of channels; "*" stands for all groups. */
  private record Target(HistoryLevel level, String name) {}

  /** What was given up: up to when, and how many rows. */
  private record Given(long end, int rows) {}

  @Override
  public boolean step(ChunkStore store, long now) throws SQLException, IOException {
    if (!clock.look(clock.isNew() ? newest(store) : 0)
        || (now < next && next - now <= PAUSE_MICROS)) {
      return false;
    }
    if (!isChecked) {
      forgetGroups(store);
      isChecked = true;
    }
    for (HistoryLevel level : HistoryLevel.values()) {
      for (ChannelGroup group : groups.all()) {
        long cutoff = Retention.cutoff(group, level, now);
        if (giveUp(store, new Target(level, group.name()), cutoff)) {
          return true;
        }
      }
    }
    if (maxBytes > 0 && used(store) > maxBytes && giveUpOldest(store, now)) {
      return true;
    }
    next = now + PAUSE_MICROS;
    return false;
  }

  /** Gives up the oldest window of samples that is over, else of minutes, else a day of hours. */
  private boolean giveUpOldest(ChunkStore store, long now) throws SQLException {
    for (HistoryLevel level : HistoryLevel.values()) {
      if (level != HistoryLevel.DAY && giveUp(store, new Target(level, "*"), now - DAY)) {
        return true;
      }
    }
    return false;
  }

  /** About when the newest that is stored was sampled; 0 if nothing is stored. */
  private static long newest(ChunkStore store) throws SQLException {
    try {
      return ChunkId.start(
          Database.number(store.writer(), "SELECT coalesce(max(id), 0) FROM part"));
    } finally {
      store.writer().rollback();
    }
  }

  /** The bytes that hold something. */
  private static long used(ChunkStore store) throws SQLException {
    try {
      return (Database.number(store.writer(), "PRAGMA page_count")
              - Database.number(store.writer(), "PRAGMA freelist_count"))
          * 4096;
    } finally {
      store.writer().rollback();
    }
  }

  /**
   * Gives up the oldest that a level holds of all channels, some windows or days.
   *
   * @param before what ends later stays
   */
  boolean giveUpOldest(ChunkStore store, HistoryLevel level, long before) throws SQLException {
    return giveUp(store, new Target(level, "*"), before);
  }

  /** Gives up windows or days, as many as make a piece; false if there is none. */
  private boolean giveUp(ChunkStore store, Target target, long cutoff) throws SQLException {
    if (cutoff <= 0) {
      return false;
    }
    boolean isWindows = target.level.compareTo(HistoryLevel.MINUTE) <= 0;
    long until = store.reader().goneUntil(target.level, target.name);
    int steps = 0;
    try (Writing writing = store.change()) {
      long before = Math.min(cutoff, needed(target.level, writing));
      for (int rows = 0; steps < PIECE_STEPS && rows < PIECE_ROWS; steps++) {
        Given given =
            isWindows
                ? window(target, until, before, store.longestSpan(), writing)
                : day(target, until, before, writing);
        if (given == null) {
          break;
        }
        until = Math.max(until, given.end);
        rows += given.rows;
        status.gaveUp(target.level, given.rows);
      }
      if (steps == 0) {
        return false;
      }
      goneUntil(target, until, writing);
      writing.commit(() -> {});
      store.reader().refresh(store.writer());
      store.writer().rollback();
    }
    if (isWindows) {
      dropParts(store, cutoff);
    }
    return true;
  }

  /** Before which time nothing of a level is needed to make the next one. */
  private static long needed(HistoryLevel level, Writing writing) throws SQLException {
    return switch (level) {
      case RAW ->
          writing.number(
              Long.MAX_VALUE,
              "SELECT min(id >> 12) * 10000000 FROM part WHERE coalesce(state, 0) & 1 = 0"
                  + " HAVING count(*) > 0");
      case MINUTE -> writing.number(Long.MAX_VALUE, "SELECT min(day) FROM due HAVING count(*) > 0");
      case HOUR, DAY -> Long.MAX_VALUE;
    };
  }

  /** Gives up the next window, or none if it is to stay. */
  private @Nullable Given window(
      Target target, long until, long before, long longest, Writing writing) throws SQLException {
    long id =
        writing.number(
            -1,
            "SELECT id FROM part WHERE id >= ? AND (id >> 12) * 10000000 + span > ? ORDER BY id"
                + " LIMIT 1",
            ChunkId.part(Math.max(0, until - longest), 0),
            until);
    if (id < 0) {
      return null;
    }
    List<Part> parts = writing.parts(ChunkId.start(id));
    long end = parts.stream().mapToLong(Part::end).max().orElse(Long.MAX_VALUE);
    if (end > before) {
      return null;
    }
    int rows = 0;
    for (Part part : parts) {
      long low = ChunkId.chunk(part.id(), 0);
      rows += delete(target, low, ChunkId.chunk(part.id() + 1, 0) - 1, writing);
    }
    return new Given(end, rows);
  }

  private @Nullable Given day(Target target, long until, long before, Writing writing)
      throws SQLException {
    String table = ChunkId.table(target.level);
    long id =
        writing.number(
            -1,
            "SELECT min(id) FROM " + table + " WHERE id >= ? HAVING count(*) > 0",
            ChunkId.day(until, 0));
    long day = ChunkId.start(ChunkId.partOf(Math.max(0, id)));
    if (id < 0 || day + DAY > before) {
      return null;
    }
    long high = ChunkId.day(day + ChunkId.UNIT, 0) - 1;
    return new Given(day + DAY, delete(target, ChunkId.day(day, 0), high, writing));
  }

  private int delete(Target target, long low, long high, Writing writing) throws SQLException {
    String table = ChunkId.table(target.level);
    if (groups.isOne() || target.name.equals("*")) {
      return writing.run("DELETE FROM " + table + " WHERE id BETWEEN ? AND ?", low, high);
    }
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement select =
        writing.statement("SELECT id FROM " + table + " WHERE id BETWEEN ? AND ?")) {
      select.setLong(1, low);
      select.setLong(2, high);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (groups.of(ChunkId.channel(row.getLong(1))).name().equals(target.name)) {
            ids.add(row.getLong(1));
          }
        }
      }
    }
    for (long id : ids) {
      writing.run("DELETE FROM " + table + " WHERE id = ?", id);
    }
    return ids.size();
  }

  private static void goneUntil(Target target, long until, Writing writing) throws SQLException {
    try (PreparedStatement insert =
        writing.statement("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)")) {
      insert.setInt(1, target.level.ordinal());
      insert.setString(2, target.name);
      insert.setLong(3, until);
      insert.executeUpdate();
    }
  }

  /** Drops the parts of which neither samples nor minutes are kept of any group. */
  private void dropParts(ChunkStore store, long cutoff) throws SQLException {
    long until = cutoff;
    for (ChannelGroup group : groups.all()) {
      until = Math.min(until, store.reader().goneUntil(HistoryLevel.RAW, group.name()));
      until = Math.min(until, store.reader().goneUntil(HistoryLevel.MINUTE, group.name()));
    }
    try (Writing writing = store.change()) {
      int dropped =
          writing.run(
              "DELETE FROM part WHERE id < ? AND (id >> 12) * 10000000 + span <= ?",
              ChunkId.part(Math.max(0, until), 0),
              until);
      if (dropped > 0) {
        writing.commit(() -> {});
      }
    }
  }

  /** Groups that are none any more are kept with all others: those go through them again. */
  private void forgetGroups(ChunkStore store) throws SQLException {
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
      writing.commit(() -> {});
      store.reader().refresh(store.writer());
      store.writer().rollback();
    }
  }
}
