package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes hours and days of the minutes once a day is over, and again where something came late: so
 * many channels at a time, each time in one transaction. Confined to the history thread.
 */
final class DayCloser implements Chore {
  /** What comes so soon after a day's end is not late. */
  static final long GRACE_MICROS = 600_000_000L;

  private static final long DAY = HistoryLevel.DAY.micros();
  private static final int CHANNELS = 256;

  private final ChunkMaker maker;
  private final Groups groups;
  private final RollupCodec codec = new RollupCodec();

  DayCloser(ChunkMaker maker, Groups groups) {
    this.maker = maker;
    this.groups = groups;
  }

  @Override
  public boolean step(ChunkStore store, long now) throws SQLException, IOException {
    try (Writing writing = store.change()) {
      long day =
          writing.number(
              -1,
              "SELECT min(day) FROM due d WHERE day <= ? AND NOT EXISTS (SELECT 1 FROM part p"
                  + " WHERE p.id BETWEEN (d.day / 10000000) << 12 AND ((d.day + 86400000000) /"
                  + " 10000000) << 12 AND coalesce(p.state, 0) & 1 = 0) HAVING count(*) > 0",
              now - DAY - GRACE_MICROS);
      if (day < 0) {
        return false;
      }
      long channel =
          writing.number(-1, "SELECT min(channel) FROM due WHERE day = ? HAVING count(*) > 0", day);
      if (channel >= 0) {
        close(store, writing, day, (int) channel, (int) channel);
        writing.run("DELETE FROM due WHERE day = ? AND channel = ?", day, channel);
      } else {
        closeSome(store, writing, day);
      }
      writing.commit(() -> {});
      maker.due().forget();
      return true;
    }
  }

  private void closeSome(ChunkStore store, Writing writing, long day)
      throws SQLException, IOException {
    int next = (int) writing.number(0, "SELECT next FROM due WHERE day = ? AND channel = -1", day);
    long highest = writing.number(-1, "SELECT max(channel) FROM latest HAVING count(*) > 0");
    if (next <= highest) {
      close(store, writing, day, next, next + CHANNELS - 1);
      next += CHANNELS;
    }
    if (next <= highest) {
      writing.run("UPDATE due SET next = ? WHERE day = ? AND channel = -1", next, day);
    } else {
      writing.run("DELETE FROM due WHERE day = ? AND channel = -1", day);
    }
  }

  private void close(ChunkStore store, Writing writing, long day, int low, int high)
      throws SQLException, IOException {
    Map<Integer, Hours> channels = read(store, writing, day, low, high);
    for (int channel = low; channel <= high; channel++) {
      if (store.reader().goneUntil(HistoryLevel.MINUTE, groups.of(channel).name()) > day) {
        // What the minutes were is not known any more, the hours are what there is.
        continue;
      }
      Hours hours = channels.get(channel);
      long id = ChunkId.day(day, channel);
      if (hours == null) {
        writing.run("DELETE FROM hour WHERE id = ?", id);
        writing.run("DELETE FROM day WHERE id = ?", id);
      } else {
        writing.rollups(HistoryLevel.HOUR, id, codec.encode(HistoryLevel.HOUR, day, hours.list()));
        writing.rollups(
            HistoryLevel.DAY, id, codec.encode(HistoryLevel.DAY, day, List.of(hours.day())));
      }
    }
  }

  private Map<Integer, Hours> read(ChunkStore store, Writing writing, long day, int low, int high)
      throws SQLException, IOException {
    Map<Integer, Hours> channels = new TreeMap<>();
    List<Rollup> minutes = new ArrayList<>();
    try (PreparedStatement select =
        writing.statement(
            "SELECT m.id, m.crc, m.data FROM part p CROSS JOIN minute m ON m.id BETWEEN"
                + " (p.id << 22) | ? AND (p.id << 22) | ? WHERE p.id BETWEEN ? AND ?"
                + " ORDER BY p.id, m.id")) {
      select.setLong(1, low);
      select.setLong(2, Math.min(high, (1 << 22) - 1));
      select.setLong(3, ChunkId.part(Math.max(0, day - store.longestSpan()), 0));
      select.setLong(4, ChunkId.part(day + DAY - ChunkId.UNIT, ChunkId.MAX_PARTS - 1));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(1);
          byte[] data = row.getBytes(3);
          Hours hours = channels.computeIfAbsent(ChunkId.channel(id), key -> new Hours(day));
          minutes.clear();
          try {
            if (row.getInt(2) != Checksum.of(id, data)) {
              throw new MalformedException("the checksum is wrong");
            }
            codec.decode(HistoryLevel.MINUTE, ChunkId.start(ChunkId.partOf(id)), data, minutes);
          } catch (MalformedException e) {
            hours.isAcross = true;
          }
          minutes.forEach(each -> hours.add(each, true));
        }
      }
    }
    for (Map.Entry<Integer, Hours> each : channels.entrySet()) {
      if (each.getValue().isAcross) {
        each.setValue(exactly(store, writing, day, each.getKey()));
      }
    }
    channels.values().removeIf(Hours::isEmpty);
    return channels;
  }

  /** A channel's hours where its minutes lie across one another: from its samples if possible. */
  private Hours exactly(ChunkStore store, Writing writing, long day, int channel)
      throws SQLException {
    Hours hours = new Hours(day);
    List<Rollup> minutes = new ArrayList<>();
    boolean isWhole = maker.mender().minutes(store, writing, day, day + DAY, channel, minutes);
    for (Rollup minute : minutes) {
      hours.add(minute, isWhole);
    }
    return hours;
  }

  /** The hours of one channel's day, added to in the order of time. */
  private static final class Hours {
    private static final long HOUR = HistoryLevel.HOUR.micros();
    private final long day;
    private final @Nullable Rollup[] hours = new Rollup[24];
    private boolean isAcross;

    Hours(long day) {
      this.day = day;
    }

    void add(Rollup minute, boolean isExact) {
      int index = (int) Math.floorDiv(minute.start - day, HOUR);
      if (index < 0 || index >= hours.length) {
        return;
      }
      Rollup hour = hours[index];
      if (hour == null) {
        hour = new Rollup();
        hours[index] = hour;
      }
      if (!isExact) {
        hour.addAcross(minute);
        return;
      }
      isAcross |= hour.any && minute.start < hour.end;
      if (!isAcross) {
        hour.add(minute);
      }
    }

    List<Rollup> list() {
      List<Rollup> list = new ArrayList<>();
      for (Rollup each : hours) {
        if (each != null) {
          list.add(each);
        }
      }
      return list;
    }

    Rollup day() {
      Rollup sum = new Rollup();
      list().forEach(sum::add);
      return sum;
    }

    boolean isEmpty() {
      return list().isEmpty();
    }
  }
}
