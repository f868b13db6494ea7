package io.weir.web.internal;

import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.store.Aggregate;
import io.weir.api.store.History;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Says what it was asked for, and answers with what it was given. */
final class FakeHistory implements History {
  record Row(int channel, long time, long bits, @Nullable Object object, byte quality) {}

  final List<Row> rows = new ArrayList<>();
  final List<Aggregate> aggregates = new ArrayList<>();
  final List<String> asked = new ArrayList<>();

  /** Rows handed over so far, of those that are produced. */
  final AtomicLong produced = new AtomicLong();

  /** Queries that are running. */
  final AtomicInteger running = new AtomicInteger();

  private volatile long count;
  private volatile long failure = Long.MAX_VALUE;

  /** So many rows of channel 0, made while they are visited. */
  void produce(long rowCount) {
    count = rowCount;
  }

  /** The medium fails after so many rows. */
  void failAfter(long rowCount) {
    failure = rowCount;
  }

  @Override
  public void range(String channel, long from, long to, Visitor visitor) throws IOException {
    running.incrementAndGet();
    try {
      for (long row = 0; row < count; row++) {
        if (row == failure) {
          throw new IOException("a chunk is damaged");
        }
        produced.incrementAndGet();
        if (!visitor.sample(
            0, from + row, Double.doubleToRawLongBits(row / 10.0), null, Quality.GOOD)) {
          return;
        }
      }
      kept(channel, from, to, visitor);
    } finally {
      running.decrementAndGet();
    }
  }

  private synchronized void kept(String channel, long from, long to, Visitor visitor) {
    asked.add(channel + " " + from + " " + to);
    for (Row row : rows) {
      if (!visitor.sample(row.channel(), row.time(), row.bits(), row.object(), row.quality())) {
        return;
      }
    }
  }

  @Override
  public Optional<Sample> last(String channel) {
    return Optional.empty();
  }

  @Override
  public synchronized List<Aggregate> aggregate(String channel, long from, long to, long step) {
    asked.add(channel + " " + from + " " + to + " " + step);
    return aggregates;
  }

  @Override
  public synchronized Series chart(String channel, long from, long to, int maxPoints) {
    asked.add(channel + " " + from + " " + to + " points " + maxPoints);
    return new Series(HistoryLevel.MINUTE, HistoryLevel.MINUTE.micros(), aggregates);
  }
}
