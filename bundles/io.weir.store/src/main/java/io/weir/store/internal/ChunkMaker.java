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
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

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

  /** Stores all samples of the batch, as {@link #store(SampleLog, Writing, long, int, long)}. */
  void store(Batch batch, Writing writing, long upTo, int boot, long shift)
      throws SQLException, IOException {
    SampleLog samples = new SampleLog();
    samples.addAll(batch);
    store(samples, writing, upTo, boot, shift);
  }

  /**
   * Stores all these samples.
   *
   * @param upTo sequence of the last journal entry among them
   * @param boot boot by whose clock the times are guessed, 0 if they are right
   * @param shift the guess
   */
  void store(SampleLog samples, Writing writing, long upTo, int boot, long shift)
      throws SQLException, IOException {
    for (long window : windows(samples)) {
      Part part = writing.part(window, span, upTo, boot, shift);
      // So many samples of one window come late that their rollups wait until it is over.
      boolean mayWait = part.id() - ChunkId.part(part.start(), 0) >= MANY_PARTS;
      boolean waits = false;
      for (int channel = 0; channel < samples.channels(); channel++) {
        one.clear();
        samples.read(channel, window, window + span, one);
        if (!one.isEmpty()) {
          Mender.sort(one);
          waits |= store(part, channel, mayWait, writing);
        }
      }
      if (waits) {
        writing.put(part.with(0));
        writing.expectUnrolled();
      }
    }
  }

  /** The windows in which there are samples, in the order of time. */
  private SortedSet<Long> windows(SampleLog samples) {
    SortedSet<Long> windows = new TreeSet<>();
    long last = 0;
    for (int channel = 0; channel < samples.channels(); channel++) {
      one.clear();
      samples.read(channel, Long.MIN_VALUE, Long.MAX_VALUE, one);
      for (int row = 0; row < one.size(); row++) {
        long window = window(one.time(row));
        if (windows.isEmpty() || window != last) {
          windows.add(window);
          last = window;
        }
      }
    }
    return windows;
  }

  /** Stores a channel's samples of a part; true if their rollups are still to be made. */
  private boolean store(Part part, int channel, boolean mayWait, Writing writing)
      throws SQLException, IOException {
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
