package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.store.History;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one channel's samples of a time range from memory and store, window by window. For one
 * query on one thread.
 */
final class ChunkReader implements AutoCloseable {
  private final ChunkStore store;
  private final List<ChannelInfo> lines;
  private final long from;
  private final long to;
  private final Batch memory = new Batch(64);
  private final List<ChunkStore.Part> parts;
  private final BatchDecoder decoder = new BatchDecoder();

  /**
   * @param lines every line of the channel's id
   */
  ChunkReader(ChunkStore store, OpenSamples open, List<ChannelInfo> lines, long from, long to)
      throws IOException {
    this.store = store;
    this.lines = lines;
    this.from = from;
    this.to = to;
    long flush = open.copy(numbers(lines), from, to, memory);
    this.parts = store.parts(from, to, flush);
  }

  /** The numbers of these lines. */
  static int[] numbers(List<ChannelInfo> lines) {
    return lines.stream().mapToInt(ChannelInfo::number).toArray();
  }

  /** Shows all rows in the order of time; false if the visitor wants no more. */
  static boolean visit(Batch rows, History.Visitor visitor) {
    return visit(rows, order(rows), 0, visitor);
  }

  /** Samples in the range that are not stored yet, in the order they came. */
  Batch memory() {
    return memory;
  }

  /** Parts that may have samples in the range, by start. */
  List<ChunkStore.Part> parts() {
    return parts;
  }

  /** What the chunk of this line in this part amounts to, or null if there is none. */
  @Nullable Stats stats(ChunkStore.Part part, ChannelInfo line) throws IOException {
    return store.stats(ChunkId.chunk(part.id(), line.number()));
  }

  /** Adds the samples of a chunk that lie in the range. */
  void read(ChunkStore.Part part, ChannelInfo line, Batch target) throws IOException {
    byte[] data = store.data(ChunkId.chunk(part.id(), line.number()));
    if (data == null) {
      return;
    }
    int kept = target.size();
    try {
      decoder.decode(data, 0, data.length, target);
    } catch (MalformedException e) {
      throw new IOException(
          "a chunk of " + line.id() + " from " + part.start() + " is damaged: " + e.getMessage(),
          e);
    }
    for (int row = kept; row < target.size(); row++) {
      if (target.time(row) >= from && target.time(row) < to) {
        target.move(row, kept++);
      }
    }
    target.truncate(kept);
  }

  /** Streams all samples in the order of time. */
  void stream(History.Visitor visitor) throws IOException {
    Batch rows = new Batch(1024);
    int[] waiting = order(memory);
    int next = 0;
    boolean more = true;
    for (int first = 0; first < parts.size() && more; ) {
      int after = endOfGroup(first);
      rows.clear();
      long end = Long.MIN_VALUE;
      for (ChunkStore.Part part : parts.subList(first, after)) {
        end = Math.max(end, part.end());
        for (ChannelInfo line : lines) {
          read(part, line, rows);
        }
      }
      while (next < waiting.length && memory.time(waiting[next]) < end) {
        rows.addRow(memory, waiting[next]);
        next++;
      }
      more = visit(rows, visitor);
      first = after;
    }
    if (more) {
      visit(memory, waiting, next, visitor);
    }
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** Parts from {@code first} on whose windows overlap belong together. */
  private int endOfGroup(int first) {
    long end = parts.get(first).end();
    int after = first + 1;
    while (after < parts.size() && parts.get(after).start() < end) {
      end = Math.max(end, parts.get(after).end());
      after++;
    }
    return after;
  }

  /** The rows in the order of time, those of one time in the order they came. */
  private static int[] order(Batch batch) {
    int[] order = new int[batch.size()];
    boolean sorted = true;
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      sorted &= i == 0 || batch.time(i) >= batch.time(i - 1);
    }
    return sorted
        ? order
        : Arrays.stream(order)
            .boxed()
            .sorted(Comparator.comparingLong(batch::time))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private static boolean visit(Batch rows, int[] order, int from, History.Visitor visitor) {
    for (int i = from; i < order.length; i++) {
      int row = order[i];
      if (!visitor.sample(
          rows.channel(row), rows.time(row), rows.bits(row), rows.object(row), rows.quality(row))) {
        return false;
      }
    }
    return true;
  }
}
