package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.store.History;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Streams a channel's samples of a time range from memory and store, window by window. For one
 * query on one thread.
 */
final class ChunkReader implements AutoCloseable {
  private final StoreReader store;
  private final int[] numbers;
  private final Batch memory;
  private final long flush;
  private final LongConsumer damaged;
  private final BatchDecoder decoder = new BatchDecoder();
  private final Batch rows = new Batch(1024);
  private final List<StoreReader.Row> page = new ArrayList<>();
  private int next;
  private long after;

  /**
   * @param numbers numbers of the channel
   * @param memory its samples that are not stored yet, in the order of time
   * @param flush the last flush before those
   * @param damaged is told of chunks that are left out
   */
  ChunkReader(StoreReader store, int[] numbers, Batch memory, long flush, LongConsumer damaged) {
    this.store = store;
    this.numbers = numbers;
    this.memory = memory;
    this.flush = flush;
    this.damaged = damaged;
  }

  /** Shows the samples of the range in the order of time; false if the visitor wants no more. */
  boolean stream(long from, long to, History.Visitor visitor) throws IOException {
    page.clear();
    next = 0;
    after = -1;
    int waiting = 0;
    while (waiting < memory.size() && memory.time(waiting) < from) {
      waiting++;
    }
    while (fill(from, to)) {
      long end = group(from, to);
      int stored = rows.size();
      while (waiting < memory.size() && memory.time(waiting) < Math.min(end, to)) {
        rows.addRow(memory, waiting);
        waiting++;
      }
      if (!visit(stored < rows.size(), from, to, visitor)) {
        return false;
      }
    }
    rows.clear();
    while (waiting < memory.size() && memory.time(waiting) < to) {
      rows.addRow(memory, waiting);
      waiting++;
    }
    return visit(false, from, to, visitor);
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** Whether there is another chunk; its row is at {@code next}. */
  private boolean fill(long from, long to) throws IOException {
    while (next == page.size()) {
      if (after == Long.MAX_VALUE) {
        return false;
      }
      page.clear();
      next = 0;
      after = store.page(HistoryLevel.RAW, from, to, after, numbers, flush, page);
    }
    return true;
  }

  /** Reads the chunks of windows that overlap; returns the end of the last. */
  private long group(long from, long to) throws IOException {
    rows.clear();
    long end = Long.MIN_VALUE;
    do {
      StoreReader.Row row = page.get(next);
      end = Math.max(end, row.part().end());
      read(row);
      next++;
    } while (fill(from, to) && page.get(next).part().start() < end);
    return end;
  }

  private void read(StoreReader.Row row) {
    try {
      if (row.isSound()) {
        decoder.decode(row.data(), 0, row.data().length, rows);
        return;
      }
    } catch (MalformedException e) {
      // Counted below: it is left out, as one with a wrong checksum.
    }
    damaged.accept(ChunkId.chunk(row.part().id(), row.channel()));
  }

  private boolean visit(boolean isMixed, long from, long to, History.Visitor visitor) {
    if (isMixed || !TimeOrder.holds(rows)) {
      for (int row : TimeOrder.of(rows)) {
        if (!visit(row, from, to, visitor)) {
          return false;
        }
      }
      return true;
    }
    for (int row = 0; row < rows.size(); row++) {
      if (!visit(row, from, to, visitor)) {
        return false;
      }
    }
    return true;
  }

  private boolean visit(int row, long from, long to, History.Visitor visitor) {
    long time = rows.time(row);
    return time < from
        || time >= to
        || visitor.sample(
            rows.channel(row), time, rows.bits(row), rows.object(row), rows.quality(row));
  }
}
