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
 * Gives up what is older than it is kept, the oldest of a level that is larger than it may be, and
 * the oldest samples, then minutes, where the database is: some windows or days at a time, in one
 * transaction with how far it has come. Confined to the history thread.
 */
final class Keeper implements Chore {
  private static final long PAUSE_MICROS = 600_000_000L;
  private static final int PIECE_ROWS = 5_000;
  private static final int PIECE_STEPS = 64;
  private static final long DAY = HistoryLevel.DAY.micros();

  private final Groups groups;
  private final SizeLimits limits;
  private final HistoryStatus status;
  private final SteadyClock clock;
  private final GoneTable gone;
  private final EmptyParts emptyParts;
  private boolean isChecked;
  private boolean isSteady;
  private long next = Long.MIN_VALUE;

  /**
   * @param clock nothing is given up for its age while it cannot be relied on
   */
  Keeper(Groups groups, SizeLimits limits, HistoryStatus status, SteadyClock clock) {
    this.clock = clock;
    this.groups = groups;
    this.limits = limits;
    this.status = status;
    gone = new GoneTable(groups);
    emptyParts = new EmptyParts(groups, status);
  }

  /** A level of a group of channels; "*" stands for all groups. */
  private record Target(HistoryLevel level, String name) {}

  /** Whether more has to go. */
  private interface Excess {
    boolean isLeft(Writing writing) throws SQLException;
  }

  /** What was given up: up to when, and how many rows. */
  private record Given(long end, int rows) {}

  @Override
  public boolean step(ChunkStore store, long now) throws SQLException, IOException {
    boolean wasSteady = isSteady;
    isSteady = clock.look(clock.isNew() ? newest(store) : 0);
    if (isSteady == wasSteady && now < next && next - now <= PAUSE_MICROS) {
      return false;
    }
    if (!isChecked) {
      gone.settle(store);
      isChecked = true;
    }
    // A wrong clock does not say what is old, but what is first to go when there is no room.
    if ((isSteady && giveUpOld(store, now)) || giveUpTooMany(store, spared(store, now))) {
      return true;
    }
    next = now + PAUSE_MICROS;
    return false;
  }

  /**
   * From when on samples are not given up for want of room: the last day, or while the clock cannot
   * be relied on, the newest.
   */
  long spared(ChunkStore store, long now) throws SQLException {
    return isSteady ? now - DAY : newest(store);
  }

  private boolean giveUpOld(ChunkStore store, long now) throws SQLException {
    for (HistoryLevel level : HistoryLevel.values()) {
      for (ChannelGroup group : groups.all()) {
        long cutoff = Retention.cutoff(group, level, now);
        if (giveUp(store, new Target(level, group.name()), cutoff, null)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Gives up of a level that is too large, or else of samples, minutes or hours if all is. */
  private boolean giveUpTooMany(ChunkStore store, long before) throws SQLException {
    for (HistoryLevel level : HistoryLevel.values()) {
      long most = limits.of(level);
      if (most > 0
          && store.bytes(level) > most
          && giveUp(
              store,
              new Target(level, "*"),
              before,
              writing -> LevelBytes.of(level, writing) > most)) {
        return true;
      }
    }
    long most = limits.total();
    if (most > 0 && used(store) > most) {
      for (HistoryLevel level : HistoryLevel.values()) {
        if (level != HistoryLevel.DAY
            && giveUp(store, new Target(level, "*"), before, writing -> used(writing) > most)) {
          return true;
        }
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
    try (Writing writing = store.change()) {
      return used(writing);
    }
  }

  private static long used(Writing writing) throws SQLException {
    return (writing.number(0, "PRAGMA page_count") - writing.number(0, "PRAGMA freelist_count"))
        * 4096;
  }

  /**
   * Gives up the oldest that a level holds of all channels, some windows or days.
   *
   * @param before what ends later stays
   */
  boolean giveUpOldest(ChunkStore store, HistoryLevel level, long before) throws SQLException {
    return giveUp(store, new Target(level, "*"), before, null);
  }

  /**
   * Gives up windows or days, as many as make a piece; false if there is none.
   *
   * @param excess null to give up all before the cutoff
   */
  private boolean giveUp(ChunkStore store, Target target, long cutoff, @Nullable Excess excess)
      throws SQLException {
    if (cutoff <= 0) {
      return false;
    }
    boolean isWindows = target.level.compareTo(HistoryLevel.MINUTE) <= 0;
    long until = store.reader().goneUntil(target.level, target.name);
    int steps = 0;
    int rows = 0;
    try (Writing writing = store.change()) {
      long before = excess == null ? Math.min(cutoff, needed(target.level, writing)) : cutoff;
      for (;
          steps < PIECE_STEPS && rows < PIECE_ROWS && (excess == null || excess.isLeft(writing));
          steps++) {
        Given given;
        if (!isWindows) {
          given = day(target, excess == null ? until : 0, before, writing);
        } else if (excess == null) {
          given = window(target, until, before, store.longestSpan(), writing);
        } else {
          given = oldestWindow(target, before, writing);
        }
        if (given == null) {
          break;
        }
        until = Math.max(until, given.end);
        rows += given.rows;
      }
      if (steps == 0) {
        return false;
      }
      GoneTable.put(target.level, target.name, until, writing);
      writing.commit(() -> {});
      status.gaveUp(target.level, rows);
      store.reader().refresh(store.writer());
      store.writer().rollback();
    }
    if (isWindows) {
      emptyParts.drop(store, cutoff, excess == null);
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

  /**
   * Gives up the oldest window that has rows, or none if it is to stay. Samples whose time is not
   * certain yet are younger than what they say and are the last to go.
   */
  private @Nullable Given oldestWindow(Target target, long before, Writing writing)
      throws SQLException {
    String rows = "SELECT r.id >> 22 FROM " + ChunkId.table(target.level) + " r";
    String isGuessed = "(SELECT 1 FROM part p WHERE p.id = r.id >> 22 AND p.boot IS NOT NULL)";
    String first = " ORDER BY r.id LIMIT 1";
    long id = writing.number(-1, rows + " WHERE NOT EXISTS " + isGuessed + first);
    boolean areGuessed = id < 0;
    if (areGuessed) {
      id = writing.number(-1, rows + first);
    }
    if (id < 0) {
      return null;
    }
    long end = 0;
    int given = 0;
    for (Part part : writing.parts(ChunkId.start(id))) {
      if (part.boot() != 0 == areGuessed) {
        if (part.end() > before || isNeeded(target.level, part, writing)) {
          return null;
        }
        long low = ChunkId.chunk(part.id(), 0);
        given += delete(target, low, ChunkId.chunk(part.id() + 1, 0) - 1, writing);
        end = areGuessed ? 0 : Math.max(end, part.end());
      }
    }
    return given == 0 ? null : new Given(end, given);
  }

  /** Whether the next level is not made of it yet. */
  private static boolean isNeeded(HistoryLevel level, Part part, Writing writing)
      throws SQLException {
    return level == HistoryLevel.RAW
        ? !part.is(Part.ROLLED)
        : writing.number(
                -1,
                "SELECT day FROM due WHERE day > ? AND day < ? LIMIT 1",
                part.start() - DAY,
                part.end())
            >= 0;
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
}
