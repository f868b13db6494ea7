package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.store.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
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
  private final Batch decoded = new Batch(1024);

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
    return visit(rows, sorted(rows, indexes(rows.size())), visitor);
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
    decoded.clear();
    try {
      decoder.decode(data, 0, data.length, decoded);
    } catch (MalformedException e) {
      throw new IOException(
          "a chunk of " + line.id() + " from " + part.start() + " is damaged: " + e.getMessage(),
          e);
    }
    for (int row = 0; row < decoded.size(); row++) {
      if (decoded.time(row) >= from && decoded.time(row) < to) {
        target.addRow(decoded, row);
      }
    }
  }

  /** Streams all samples in the order of time. */
  void stream(History.Visitor visitor) throws IOException {
    Batch rows = new Batch(1024);
    List<Integer> waiting = sorted(memory, indexes(memory.size()));
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
      while (next < waiting.size() && memory.time(waiting.get(next)) < end) {
        rows.addRow(memory, waiting.get(next));
        next++;
      }
      more = visit(rows, visitor);
      first = after;
    }
    if (more) {
      visit(memory, waiting.subList(next, waiting.size()), visitor);
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

  private static List<Integer> indexes(int size) {
    List<Integer> indexes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      indexes.add(i);
    }
    return indexes;
  }

  private static List<Integer> sorted(Batch batch, List<Integer> indexes) {
    for (int i = 1; i < batch.size(); i++) {
      if (batch.time(i) < batch.time(i - 1)) {
        indexes.sort(Comparator.comparingLong(batch::time));
        return indexes;
      }
    }
    return Collections.unmodifiableList(indexes);
  }

  private static boolean visit(Batch rows, List<Integer> order, History.Visitor visitor) {
    for (int row : order) {
      if (!visitor.sample(
          rows.channel(row), rows.time(row), rows.bits(row), rows.object(row), rows.quality(row))) {
        return false;
      }
    }
    return true;
  }
}
