package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.Aggregate;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.History;
import io.weir.api.store.Series;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers queries from what is stored and what is not stored yet. Any thread. */
final class HistoryAnswers implements History {
  /** Where the answers come from. */
  interface Source {
    /** The database; fails with the reason if there is none. */
    ChunkStore store() throws IOException;

    /** Is told that a database is damaged. */
    void damaged(ChunkStore store, SQLException damage);
  }

  private final ChannelTable channels;
  private final GatewayClock clock;
  private final Retention retention;
  private final OpenSamples open;
  private final HistoryStatus status;
  private final Source source;

  HistoryAnswers(
      ChannelTable channels,
      GatewayClock clock,
      Retention retention,
      OpenSamples open,
      HistoryStatus status,
      Source source) {
    this.channels = channels;
    this.clock = clock;
    this.retention = retention;
    this.open = open;
    this.status = status;
    this.source = source;
  }

  @Override
  public void range(String channel, long from, long to, Visitor visitor) throws IOException {
    List<ChannelInfo> lines = channels.byId(channel);
    ChunkStore current = source.store();
    long first = Math.max(0, from);
    long end = Math.min(to, ChunkId.MAX_START + 1);
    if (lines.isEmpty() || first >= end) {
      return;
    }
    int[] numbers = numbers(lines);
    Batch memory = new Batch(64);
    long flush;
    synchronized (current.gate) {
      flush = open.copy(numbers, first, end, memory);
    }
    try (ChunkReader chunks =
        new ChunkReader(current.reader(), numbers, memory, flush, status::damagedChunk)) {
      chunks.stream(first, end, visitor);
    } catch (IOException e) {
      throw checked(current, e);
    }
  }

  @Override
  public Optional<Sample> last(String channel) throws IOException {
    List<ChannelInfo> lines = channels.byId(channel);
    ChunkStore current = source.store();
    Latest latest = new Latest();
    long part = -1;
    try {
      for (ChannelInfo line : lines) {
        part = Math.max(part, current.reader().latestPart(line));
      }
    } catch (IOException e) {
      throw checked(current, e);
    }
    if (part >= 0) {
      range(channel, ChunkId.start(part), Long.MAX_VALUE, latest);
    }
    if (latest.sample == null) {
      // Nothing is stored, or all that is not stored is before the window of what is.
      Batch recent = new Batch(64);
      open.copy(numbers(lines), Long.MIN_VALUE, Long.MAX_VALUE, recent);
      for (int row = 0; row < recent.size(); row++) {
        latest.sample(
            recent.channel(row),
            recent.time(row),
            recent.bits(row),
            recent.object(row),
            recent.quality(row));
      }
    }
    return Optional.ofNullable(latest.sample);
  }

  /** Keeps the last of what it sees. */
  private final class Latest implements Visitor {
    private @Nullable Sample sample;

    @Override
    public boolean sample(
        int channel, long time, long bits, @Nullable Object object, byte quality) {
      ChannelInfo line = channels.get(channel);
      if (line != null) {
        Object value = Quality.isBad(quality) ? null : line.type().box(bits, object);
        sample = new Sample(line.id(), time, value, quality);
      }
      return true;
    }
  }

  @Override
  public List<Aggregate> aggregate(String channel, long from, long to, long step)
      throws IOException {
    if (step <= 0) {
      throw new IllegalArgumentException("step " + step + " is not positive");
    }
    if (from < to && isTooLong(Math.floorDiv(from, step), Math.floorDiv(to - 1, step))) {
      throw new IllegalArgumentException(
          "there would be more than " + HistoryQuery.MAX_STEPS + " steps; make the step longer");
    }
    ChunkStore current = source.store();
    try {
      return query(current, channel).aggregate(from, to, step);
    } catch (IOException e) {
      throw checked(current, e);
    }
  }

  @Override
  public Series chart(String channel, long from, long to, int maxPoints) throws IOException {
    if (maxPoints < 1 || maxPoints > HistoryQuery.MAX_STEPS) {
      throw new IllegalArgumentException(
          maxPoints + " points are not 1 to " + HistoryQuery.MAX_STEPS);
    }
    ChunkStore current = source.store();
    try {
      return query(current, channel).chart(from, to, maxPoints);
    } catch (IOException e) {
      throw checked(current, e);
    }
  }

  private HistoryQuery query(ChunkStore current, String channel) {
    return new HistoryQuery(
        current,
        open,
        HistoryQuery.channel(channels.byId(channel), retention.group(channel).name()),
        status::damagedChunk,
        clock.epochMicros());
  }

  /** Tells the history thread of a damaged database. */
  private IOException checked(ChunkStore current, IOException e) {
    if (e.getCause() instanceof SQLException sql && ChunkStores.isDamage(sql)) {
      source.damaged(current, sql);
    }
    return e;
  }

  private static int[] numbers(List<ChannelInfo> lines) {
    return lines.stream().mapToInt(ChannelInfo::number).toArray();
  }

  private static boolean isTooLong(long first, long last) {
    try {
      return Math.subtractExact(last, first) >= HistoryQuery.MAX_STEPS;
    } catch (ArithmeticException e) {
      return true;
    }
  }
}
