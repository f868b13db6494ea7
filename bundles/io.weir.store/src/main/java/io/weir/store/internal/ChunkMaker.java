package io.weir.store.internal;

import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns samples in the order they came into chunks and rollups of minutes: by window, by channel,
 * by time. Confined to the history thread.
 */
final class ChunkMaker implements AutoCloseable {
  private static final int MANY_PARTS = 16;

  private final ChannelTable channels;
  private final long span;
  private final BatchEncoder encoder = new BatchEncoder(this::type);
  private final RollupCodec codec = new RollupCodec();
  private final WireWriter out = new WireWriter(4096);
  private final Batch one = new Batch(1024);
  private final Mender mender;
  private final Tails tails = new Tails();
  private final DueDays due = new DueDays();
  private int[] next = new int[0];
  private int[] order = new int[0];

  /**
   * @param span length of a window in microseconds
   */
  ChunkMaker(ChannelTable channels, long span) {
    this.channels = channels;
    this.span = span;
    this.mender = new Mender(this::type, codec);
  }

  /** Start of the window a time is in. */
  long window(long time) {
    return Math.floorDiv(time, span) * span;
  }

  /** What makes rollups anew. */
  Mender mender() {
    return mender;
  }

  /** Days whose hours are not up to date. */
  DueDays due() {
    return due;
  }

  /** Forgets what is known of the database: it is another one, or was changed. */
  void forget() {
    tails.forget();
    due.forget();
  }

  /**
   * Stores all samples of the batch.
   *
   * @param upTo sequence of the last journal entry among them
   * @param boot boot by whose clock the times are guessed, 0 if they are right
   * @param shift the guess
   */
  void store(Batch batch, Writing writing, long upTo, int boot, long shift)
      throws SQLException, IOException {
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
      int highest = sort(batch, window);
      Part part = writing.part(window, span, upTo, boot, shift);
      // So many samples of one window come late that their rollups wait until it is over.
      boolean mayWait = part.id() - ChunkId.part(part.start(), 0) >= MANY_PARTS;
      boolean waits = false;
      for (int channel = 0; channel <= highest; channel++) {
        int from = channel == 0 ? 0 : next[channel - 1];
        if (next[channel] > from) {
          waits |= store(batch, part, channel, from, next[channel], mayWait, writing);
        }
      }
      if (waits) {
        writing.put(part.with(0));
        writing.expectUnrolled();
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

  /** Stores a channel's samples of a part; true if their rollups are still to be made. */
  private boolean store(
      Batch batch, Part part, int channel, int from, int to, boolean mayWait, Writing writing)
      throws SQLException, IOException {
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
    one.clear();
    for (int i = from; i < to; i++) {
      one.addRow(batch, order[i]);
    }
    boolean isLate = !tails.isAfter(channel, one.time(0), writing);
    writing.chunk(part, channel, encode(one));
    long last = one.time(one.size() - 1);
    boolean isNumeric = type(channel).isNumeric();
    boolean waits = isNumeric && isLate && mayWait;
    if (isNumeric && !waits) {
      List<Rollup> minutes = new ArrayList<>();
      Mender.rollups(one, type(channel), minutes);
      if (isLate) {
        mender.mend(part, channel, minutes, writing);
      } else {
        writing.rollups(
            HistoryLevel.MINUTE,
            ChunkId.chunk(part.id(), channel),
            codec.encode(HistoryLevel.MINUTE, part.start(), minutes));
      }
    }
    if (isNumeric) {
      due.touched(channel, one.time(0), last, writing);
    }
    tails.is(channel, last);
    return waits;
  }

  /** The bytes of a chunk of these samples. */
  byte[] encode(Batch samples) {
    out.clear();
    encoder.encodeDeflated(samples, out);
    return out.toByteArray();
  }

  @Override
  public void close() {
    encoder.close();
    mender.close();
  }

  /** The type of a number's values. */
  ValueType type(int number) {
    ChannelInfo line = channels.get(number);
    // A number without a line comes from a damaged table; its bits are kept as they are.
    return line == null ? ValueType.INTEGER : line.type();
  }
}
