package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.store.Aggregate;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Series;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Sums up one channel in steps. Any thread; what is stored meanwhile is seen whole or not at all.
 */
final class HistoryQuery {
  /** Most steps of an answer. */
  static final int MAX_STEPS = 100_000;

  private static final HistoryLevel[] COARSEST = {
    HistoryLevel.DAY, HistoryLevel.HOUR, HistoryLevel.MINUTE
  };

  /** How far back the value before a range is looked for, step by step. */
  private static final long[] BACK = {
    0, 600_000_000L, 3_600_000_000L, 6 * 3_600_000_000L, Rollup.MAX_HOLD
  };

  private static final int TRIES = 3;

  private final ChunkStore store;
  private final OpenSamples open;
  private final LevelReader.Channel channel;
  private final LongConsumer damaged;
  private final long now;

  /**
   * @param channel the channel with its numeric lines
   * @param damaged is told of chunks that are left out
   * @param now epoch microseconds
   */
  HistoryQuery(
      ChunkStore store,
      OpenSamples open,
      LevelReader.Channel channel,
      LongConsumer damaged,
      long now) {
    this.store = store;
    this.open = open;
    this.channel = channel;
    this.damaged = damaged;
    this.now = now;
  }

  /** The channel of these lines, as far as they have numbers for values. */
  static LevelReader.Channel channel(List<ChannelInfo> lines, String group) {
    List<ChannelInfo> numeric = lines.stream().filter(line -> line.type().isNumeric()).toList();
    return new LevelReader.Channel(
        numeric, numeric.stream().mapToInt(ChannelInfo::number).toArray(), group);
  }

  /** The steps of the range that have something. */
  List<Aggregate> aggregate(long from, long to, long step) throws IOException {
    long first = Math.max(0, from);
    long end = Math.min(to, ChunkId.MAX_START + 1);
    if (first >= end || channel.numbers().length == 0) {
      return List.of();
    }
    for (int attempt = 1; ; attempt++) {
      long version = store.version();
      if (attempt == TRIES) {
        synchronized (store.gate) {
          return read(first, end, step);
        }
      }
      List<Aggregate> found = read(first, end, step);
      if (store.version() == version) {
        return found;
      }
    }
  }

  /** A chart of at most so many points. */
  Series chart(long from, long to, int maxPoints) throws IOException {
    long first = Math.max(0, from);
    long end = Math.min(to, ChunkId.MAX_START + 1);
    long wanted = first >= end ? 1 : (end - first + maxPoints - 1) / maxPoints;
    long step = step(wanted);
    while (first < end && (end - 1) / step - first / step >= maxPoints) {
      step = step(step + 1);
    }
    HistoryLevel level = LevelReader.kept(store.reader(), channel, level(step), end - 1);
    return new Series(level, step, aggregate(from, to, step));
  }

  /** The shortest step of a whole number of a level's that is not shorter than this. */
  private static long step(long wanted) {
    for (HistoryLevel level : COARSEST) {
      if (wanted >= level.micros()) {
        return (wanted + level.micros() - 1) / level.micros() * level.micros();
      }
    }
    return wanted;
  }

  private static HistoryLevel level(long step) {
    for (HistoryLevel level : COARSEST) {
      if (step % level.micros() == 0) {
        return level;
      }
    }
    return HistoryLevel.RAW;
  }

  private List<Aggregate> read(long from, long to, long step) throws IOException {
    Batch samples = new Batch(64);
    long flush;
    synchronized (store.gate) {
      flush = open.copy(channel.numbers(), from - Rollup.MAX_HOLD, to, samples);
    }
    LevelReader.Memory memory = new LevelReader.Memory(samples, flush);
    StepSums sums = new StepSums(from, to, step);
    try (ChunkReader raw =
        new ChunkReader(store.reader(), channel.numbers(), samples, flush, damaged)) {
      sums.enter(before(from, memory, raw));
      new LevelReader(store.reader(), channel, memory, raw, sums).read(level(step), from, to);
    }
    return sums.end(now);
  }

  /** What there is last before a time, as far as it may be held until then. */
  private Rollup before(long time, LevelReader.Memory memory, ChunkReader raw) throws IOException {
    Last last = new Last();
    LevelReader reader = new LevelReader(store.reader(), channel, memory, raw, last);
    for (int i = 1; i < BACK.length && !last.rollup.any; i++) {
      reader.read(
          HistoryLevel.MINUTE, Math.max(0, time - BACK[i]), Math.max(0, time - BACK[i - 1]));
    }
    return last.rollup;
  }

  /** Keeps the end of what it sees. */
  private static final class Last implements RollupSink {
    private Rollup rollup = new Rollup();

    @Override
    public void sample(long time, double value, boolean counts) {
      rollup = new Rollup();
      rollup.add(time, value, counts);
    }

    @Override
    public void rollup(Rollup next) {
      rollup = next;
    }
  }
}
