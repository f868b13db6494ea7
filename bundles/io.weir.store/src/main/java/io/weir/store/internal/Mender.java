package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.HistoryLevel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Makes the minutes of a channel in a window anew from its samples, where some came late or went
 * away. Confined to the history thread.
 */
final class Mender implements AutoCloseable {
  private final IntFunction<ValueType> types;
  private final RollupCodec codec;
  private final BatchDecoder decoder = new BatchDecoder();
  private final Batch samples = new Batch(1024);

  Mender(IntFunction<ValueType> types, RollupCodec codec) {
    this.types = types;
    this.codec = codec;
  }

  /** Adds the minutes of these samples of one channel, which are in the order of time. */
  static void rollups(Batch samples, ValueType type, List<Rollup> minutes) {
    long minute = HistoryLevel.MINUTE.micros();
    Rollup current = new Rollup();
    long end = Long.MIN_VALUE;
    for (int row = 0; row < samples.size(); row++) {
      long time = samples.time(row);
      if (time >= end) {
        end = (Math.floorDiv(time, minute) + 1) * minute;
        current = new Rollup();
        minutes.add(current);
      }
      double value = type.toDouble(samples.bits(row));
      current.add(time, value, Rollup.counts(value, samples.quality(row)));
    }
  }

  /**
   * Makes the channel's minutes in the window of this part anew, the part's own samples, which are
   * stored already, included.
   *
   * @param added minutes of the part's own samples
   */
  void mend(Part part, int channel, List<Rollup> added, Writing writing) throws SQLException {
    List<Rollup> minutes = new ArrayList<>();
    if (read(part.start(), channel, writing)) {
      sort(samples);
      rollups(samples, types.apply(channel), minutes);
    } else {
      // What the samples were is only in the rollups; the new ones are added as far as possible.
      try (PreparedStatement select = window("minute", part.start(), channel, writing)) {
        stored(select, minutes);
      }
      for (Rollup each : added) {
        merge(minutes, each);
      }
    }
    write(part, channel, minutes, writing);
  }

  private void write(Part part, int channel, List<Rollup> minutes, Writing writing)
      throws SQLException {
    delete(part.start(), channel, writing);
    if (!minutes.isEmpty()) {
      writing.rollups(
          HistoryLevel.MINUTE,
          ChunkId.chunk(part.id(), channel),
          codec.encode(HistoryLevel.MINUTE, part.start(), minutes));
    }
  }

  /** Makes the channel's minutes in a window anew from what samples are left. */
  void mend(long start, int channel, Writing writing) throws SQLException {
    List<Part> parts = writing.parts(start);
    if (parts.isEmpty()) {
      return;
    }
    mend(parts.get(parts.size() - 1), channel, List.of(), writing);
  }

  /**
   * Adds a channel's minutes in a range, from its samples; false if some of those are not there any
   * more, and the minutes are those that are stored, which may lie across one another.
   */
  boolean minutes(
      ChunkStore store, Writing writing, long from, long to, int channel, List<Rollup> minutes)
      throws SQLException {
    long low = ChunkId.part(Math.max(0, from - store.longestSpan()), 0);
    long high = ChunkId.part(Math.max(0, to - ChunkId.UNIT), ChunkId.MAX_PARTS - 1);
    samples.clear();
    boolean isWhole = isWhole(writing.parts(low, high));
    if (isWhole) {
      try (PreparedStatement select = select("chunk", low, high, channel, writing)) {
        isWhole = read(select, writing);
      }
    }
    if (isWhole) {
      sort(samples);
      rollups(samples, types.apply(channel), minutes);
    } else {
      try (PreparedStatement select = select("minute", low, high, channel, writing)) {
        stored(select, minutes);
      }
    }
    minutes.removeIf(each -> each.start < from || each.start >= to);
    return isWhole;
  }

  /** Adds a row of minutes from elsewhere to what is stored of the channel in the part's window. */
  void bring(Part part, int channel, byte[] data, Writing writing) throws SQLException {
    List<Rollup> minutes = new ArrayList<>();
    List<Rollup> found = new ArrayList<>();
    try (PreparedStatement select = window("minute", part.start(), channel, writing)) {
      stored(select, minutes);
      codec.decode(HistoryLevel.MINUTE, part.start(), data, found);
    } catch (MalformedException e) {
      return;
    }
    found.forEach(each -> merge(minutes, each));
    write(part, channel, minutes, writing);
  }

  /** Puts the rows in the order of time, those of one time as they are. */
  static void sort(Batch batch) {
    if (!TimeOrder.holds(batch)) {
      int[] order = TimeOrder.of(batch);
      Batch copy = new Batch(batch.size());
      copy.addAll(batch, 0);
      batch.clear();
      for (int row : order) {
        batch.addRow(copy, row);
      }
    }
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** Reads the channel's samples of the window; false if some are not there any more. */
  private boolean read(long start, int channel, Writing writing) throws SQLException {
    samples.clear();
    if (!isWhole(writing.parts(start))) {
      return false;
    }
    try (PreparedStatement select = window("chunk", start, channel, writing)) {
      return read(select, writing);
    }
  }

  /** Adds the samples of all chunks; false if some are damaged. */
  private boolean read(PreparedStatement select, Writing writing) throws SQLException {
    boolean isWhole = true;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        byte[] data = row.getBytes(3);
        int crc = row.getInt(2);
        boolean isChecked = !row.wasNull();
        if (isChecked ? crc != Checksum.of(row.getLong(1), data) : !writing.mayBeUnchecked()) {
          isWhole = false;
          continue;
        }
        try {
          decoder.decode(data, 0, data.length, samples);
        } catch (MalformedException e) {
          isWhole = false;
        }
      }
    }
    return isWhole;
  }

  private static boolean isWhole(List<Part> parts) {
    return parts.stream().noneMatch(part -> part.is(Part.HALVED) || part.is(Part.THINNED));
  }

  /** Adds the minutes that are stored, those of one minute as one. */
  private void stored(PreparedStatement select, List<Rollup> minutes) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        byte[] data = row.getBytes(3);
        List<Rollup> found = new ArrayList<>();
        if (row.getInt(2) == Checksum.of(row.getLong(1), data)) {
          try {
            codec.decode(HistoryLevel.MINUTE, start(row.getLong(1)), data, found);
          } catch (MalformedException e) {
            found.clear();
          }
        }
        found.forEach(each -> merge(minutes, each));
      }
    }
  }

  private static long start(long chunk) {
    return ChunkId.start(ChunkId.partOf(chunk));
  }

  /** Adds a minute to the one of the same minute, or in its place. */
  private static void merge(List<Rollup> minutes, Rollup added) {
    long index = Math.floorDiv(added.start, HistoryLevel.MINUTE.micros());
    for (Rollup each : minutes) {
      if (Math.floorDiv(each.start, HistoryLevel.MINUTE.micros()) == index) {
        each.addAcross(added);
        return;
      }
    }
    minutes.add(added);
    minutes.sort(Comparator.comparingLong(each -> each.start));
  }

  private static PreparedStatement window(String table, long start, int channel, Writing writing)
      throws SQLException {
    long low = ChunkId.part(start, 0);
    return select(table, low, ChunkId.part(start, ChunkId.MAX_PARTS - 1), channel, writing);
  }

  private static PreparedStatement select(
      String table, long low, long high, int channel, Writing writing) throws SQLException {
    PreparedStatement select =
        writing.statement(
            "SELECT c.id, c.crc, c.data FROM part p CROSS JOIN "
                + table
                + " c ON c.id = (p.id << 22) | ? WHERE p.id BETWEEN ? AND ? ORDER BY p.id");
    select.setLong(1, channel);
    select.setLong(2, low);
    select.setLong(3, high);
    return select;
  }

  private static void delete(long start, int channel, Writing writing) throws SQLException {
    writing.run(
        "DELETE FROM minute WHERE id IN (SELECT (p.id << 22) | ? FROM part p WHERE p.id BETWEEN ?"
            + " AND ?)",
        channel,
        ChunkId.part(start, 0),
        ChunkId.part(start, ChunkId.MAX_PARTS - 1));
  }
}
