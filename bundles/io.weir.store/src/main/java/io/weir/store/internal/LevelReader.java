package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads what there is of a channel in a time range from the coarsest level that tells the same as
 * its samples: whole steps of a level from the level, what is left at both ends, what is not stored
 * yet and what is not up to date from the next finer one. Where a finer level is not kept any more,
 * a coarser one stands in: its steps that begin there. For one query on one thread.
 */
final class LevelReader {
  private static final HistoryLevel[] LEVELS = HistoryLevel.values();

  /** Steps of a level that are in memory at a time. */
  private static final long BLOCK = 20_000;

  private final StoreReader store;
  private final Channel channel;
  private final Memory memory;
  private final ChunkReader raw;
  private final RollupSink sink;
  private final RollupCodec codec = new RollupCodec();

  /** A channel's numeric lines, by number, and which group of channels it is kept with. */
  record Channel(List<ChannelInfo> lines, int[] numbers, String group) {
    ValueType type(int number) {
      for (ChannelInfo line : lines) {
        if (line.number() == number) {
          return line.type();
        }
      }
      return ValueType.TEXT;
    }
  }

  /** What is not stored yet, by time, and the last flush before it. */
  record Memory(Batch samples, long flush) {}

  LevelReader(StoreReader store, Channel channel, Memory memory, ChunkReader raw, RollupSink sink) {
    this.store = store;
    this.channel = channel;
    this.memory = memory;
    this.raw = raw;
    this.sink = sink;
  }

  /** Hands over all that is in the range, from this level or finer. */
  void read(HistoryLevel level, long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      // Up to where the set of levels that are kept changes.
      long end = to;
      for (HistoryLevel each : LEVELS) {
        long until = goneUntil(each);
        if (until > at) {
          end = Math.min(end, until);
        }
      }
      HistoryLevel kept = kept(level, at);
      if (kept.ordinal() > level.ordinal()) {
        standIn(kept, at, end);
      } else if (isKept(kept, at)) {
        exactly(kept, at, end);
      }
      at = end;
    }
  }

  private HistoryLevel kept(HistoryLevel level, long at) {
    return kept(store, channel, level, at);
  }

  private boolean isKept(HistoryLevel level, long at) {
    return at >= goneUntil(level);
  }

  private long goneUntil(HistoryLevel level) {
    return store.goneUntil(level, channel.group());
  }

  /**
   * Which level answers at a time: the one wanted, else the next finer one, else the next coarser.
   */
  static HistoryLevel kept(StoreReader store, Channel channel, HistoryLevel level, long at) {
    for (int i = level.ordinal(); i >= 0; i--) {
      if (at >= store.goneUntil(LEVELS[i], channel.group())) {
        return LEVELS[i];
      }
    }
    for (int i = level.ordinal() + 1; i < LEVELS.length; i++) {
      if (at >= store.goneUntil(LEVELS[i], channel.group())) {
        return LEVELS[i];
      }
    }
    return level;
  }

  private void exactly(HistoryLevel level, long from, long to) throws IOException {
    if (level == HistoryLevel.RAW) {
      raw.stream(
          from,
          to,
          (number, time, bits, object, quality) -> {
            double value = channel.type(number).toDouble(bits);
            sink.sample(time, value, Rollup.counts(value, quality));
            return true;
          });
      return;
    }
    long step = level.micros();
    long first = Math.floorDiv(from + step - 1, step) * step;
    long last = Math.floorDiv(to, step) * step;
    HistoryLevel finer = LEVELS[level.ordinal() - 1];
    if (first >= last) {
      read(finer, from, to);
      return;
    }
    read(finer, from, first);
    for (long at = first; at < last; ) {
      long end = Math.min(last, at + BLOCK * step);
      steps(level, at, end);
      at = end;
    }
    read(finer, last, to);
  }

  /** Whole steps of a level. */
  private void steps(HistoryLevel level, long from, long to) throws IOException {
    Stretches outdated = new Stretches(level.micros());
    List<Rollup> rollups = new ArrayList<>();
    rows(level, from, to, rollups, outdated);
    rollups.sort(Comparator.comparingLong(each -> each.start));
    outdated(level, from, to, outdated);
    across(rollups, outdated);
    HistoryLevel finer = LEVELS[level.ordinal() - 1];
    int next = 0;
    long at = from;
    for (long[] stretch : outdated.within(from, to)) {
      next = show(rollups, next, at, stretch[0]);
      read(finer, stretch[0], stretch[1]);
      at = stretch[1];
    }
    show(rollups, next, at, to);
  }

  private int show(List<Rollup> rollups, int first, long from, long to) {
    int next = first;
    while (next < rollups.size() && rollups.get(next).start < to) {
      if (rollups.get(next).start >= from) {
        sink.rollup(rollups.get(next));
      }
      next++;
    }
    return next;
  }

  /** A coarser level's steps that begin in the range. */
  private void standIn(HistoryLevel level, long from, long to) throws IOException {
    long step = level.micros();
    List<Rollup> rollups = new ArrayList<>();
    for (long at = Math.floorDiv(from, step) * step; at < to; at += BLOCK * step) {
      rollups.clear();
      rows(level, at, Math.min(to, at + BLOCK * step), rollups, new Stretches(step));
      rollups.sort(Comparator.comparingLong(each -> each.start));
      show(rollups, 0, from, to);
    }
  }

  /** What of a level does not tell what the samples tell. */
  private void outdated(HistoryLevel level, long from, long to, Stretches outdated)
      throws IOException {
    for (int row = 0; row < memory.samples().size(); row++) {
      long time = memory.samples().time(row);
      if (time >= from && time < to) {
        outdated.add(time, time + 1);
      }
    }
    if (level == HistoryLevel.MINUTE) {
      for (Part part : store.unrolled(from, to)) {
        outdated.add(part.start(), part.end());
      }
    } else {
      for (long day : store.due(from, to, channel.numbers())) {
        outdated.add(day, day + HistoryLevel.DAY.micros());
      }
    }
  }

  /** Stretches that lie across one another: of windows that do, or of lines of a channel. */
  private static void across(List<Rollup> rollups, Stretches outdated) {
    long end = Long.MIN_VALUE;
    for (Rollup each : rollups) {
      if (each.start < end) {
        outdated.add(each.start, Math.max(end, each.end) + 1);
      }
      end = Math.max(end, each.end);
    }
  }

  private void rows(HistoryLevel level, long from, long to, List<Rollup> rollups, Stretches damaged)
      throws IOException {
    List<Rollup> found = new ArrayList<>();
    if (level == HistoryLevel.MINUTE) {
      List<StoreReader.Row> page = new ArrayList<>();
      for (long after = -1; after != Long.MAX_VALUE; ) {
        page.clear();
        after = store.page(level, from, to, after, channel.numbers(), memory.flush(), page);
        for (StoreReader.Row row : page) {
          if (!row.isSound() || !decode(level, row.part().start(), row.data(), found)) {
            damaged.add(row.part().start(), row.part().end());
          }
          take(found, from, to, rollups);
        }
      }
      return;
    }
    List<StoreReader.DayRow> days = new ArrayList<>();
    long day = HistoryLevel.DAY.micros();
    store.days(level, Math.floorDiv(from, day) * day, to, channel.numbers(), days);
    for (StoreReader.DayRow row : days) {
      if (!row.isSound() || !decode(level, row.start(), row.data(), found)) {
        damaged.add(row.start(), row.start() + day);
      }
      take(found, from, to, rollups);
    }
  }

  private boolean decode(HistoryLevel level, long origin, byte[] data, List<Rollup> found) {
    try {
      codec.decode(level, origin, data, found);
      return true;
    } catch (MalformedException e) {
      found.clear();
      return false;
    }
  }

  private static void take(List<Rollup> found, long from, long to, List<Rollup> rollups) {
    for (Rollup each : found) {
      if (each.start >= from && each.start < to) {
        rollups.add(each);
      }
    }
    found.clear();
  }
}
