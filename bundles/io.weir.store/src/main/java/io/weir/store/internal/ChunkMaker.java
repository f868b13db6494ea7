package io.weir.store.internal;

import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Turns samples in the order they came into chunks: by window, by channel, by time. Confined to one
 * thread.
 */
final class ChunkMaker implements AutoCloseable {
  private final ChannelTable channels;
  private final long span;
  private final BatchEncoder encoder = new BatchEncoder(this::type);
  private final WireWriter out = new WireWriter(4096);
  private final Batch one = new Batch(1024);
  private int[] next = new int[0];
  private int[] order = new int[0];

  /**
   * @param span length of a window in microseconds
   */
  ChunkMaker(ChannelTable channels, long span) {
    this.channels = channels;
    this.span = span;
  }

  /** Start of the window a time is in. */
  long window(long time) {
    return Math.floorDiv(time, span) * span;
  }

  /** Stores all samples of the batch. */
  void store(Batch batch, ChunkStore.Writing writing) throws SQLException {
    long[] windows = new long[8];
    int count = 0;
    for (int row = 0; row < batch.size(); row++) {
      long window = window(batch.time(row));
      if (count == 0 || windows[count - 1] != window) {
        if (count == windows.length) {
          windows = Arrays.stream(windows, 0, count).distinct().toArray();
          count = windows.length;
          windows = Arrays.copyOf(windows, count * 2);
        }
        windows[count++] = window;
      }
    }
    for (long window : Arrays.stream(windows, 0, count).distinct().sorted().toArray()) {
      store(batch, window, writing);
    }
  }

  private void store(Batch batch, long window, ChunkStore.Writing writing) throws SQLException {
    int highest = sort(batch, window);
    long part = writing.part(window, span);
    for (int channel = 0; channel <= highest; channel++) {
      int from = channel == 0 ? 0 : next[channel - 1];
      int to = next[channel];
      if (to > from) {
        writing.chunk(part, chunk(batch, channel, from, to));
      }
    }
  }

  /** Puts the rows of a window in order of channel; {@code next} is where each channel ends. */
  private int sort(Batch batch, long window) {
    int highest = 0;
    for (int row = 0; row < batch.size(); row++) {
      highest = Math.max(highest, batch.channel(row));
    }
    if (next.length <= highest + 1) {
      next = new int[highest + 2];
    }
    if (order.length < batch.size()) {
      order = new int[batch.size()];
    }
    Arrays.fill(next, 0);
    for (int row = 0; row < batch.size(); row++) {
      if (window(batch.time(row)) == window) {
        next[batch.channel(row) + 1]++;
      }
    }
    for (int channel = 0; channel <= highest; channel++) {
      next[channel + 1] += next[channel];
    }
    for (int row = 0; row < batch.size(); row++) {
      if (window(batch.time(row)) == window) {
        order[next[batch.channel(row)]++] = row;
      }
    }
    return highest;
  }

  private Chunk chunk(Batch batch, int channel, int from, int to) {
    // Almost always in order already: a late sample moves a few places at most.
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int at = i;
      while (at > from && batch.time(order[at - 1]) > batch.time(row)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = row;
    }
    ValueType type = type(channel);
    Stats stats = new Stats();
    one.clear();
    for (int i = from; i < to; i++) {
      one.addRow(batch, order[i]);
      stats.add(batch, order[i], type);
    }
    out.clear();
    encoder.encodeDeflated(one, out);
    return new Chunk(channel, stats, out.toByteArray());
  }

  @Override
  public void close() {
    encoder.close();
  }

  private ValueType type(int number) {
    ChannelInfo line = channels.get(number);
    // A number without a line comes from a damaged table; its bits are kept as they are.
    return line == null ? ValueType.INTEGER : line.type();
  }
}
