package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.runtime.GatewayClock;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of a sealed segment once, with a file handle of its own. What is damaged
 * is left out. One thread.
 */
final class SegmentWalk implements AutoCloseable {
  private final DiskFile file;
  private final RecordScanner scanner;
  private final GatewayClock clock;
  private final long limit;
  private final long stop;
  private final Batch batch = new Batch(64);
  private final BatchDecoder decoder = new BatchDecoder();
  private final Map<Integer, ChannelInfo> lines = new HashMap<>();
  private long last;
  private long samples;
  private long from;
  private long to;

  private SegmentWalk(DiskFile file, Segment segment, long stop, GatewayClock clock) {
    this.file = file;
    this.clock = clock;
    this.stop = stop;
    limit = segment.committedEnd;
    last = segment.firstSequence - 1;
    scanner = new RecordScanner(file, segment.id, SegmentHeader.SIZE);
  }

  /** Begins with a segment that another one follows, or null if it is gone or the newest. */
  static @Nullable SegmentWalk over(LaneFiles files, Segment segment, GatewayClock clock)
      throws IOException {
    Segment after = files.after(segment);
    DiskFile open = after == null ? null : files.openForReading(segment);
    return open == null || after == null
        ? null
        : new SegmentWalk(open, segment, after.firstSequence, clock);
  }

  /** Moves to the next entry; false if there is none. */
  boolean next() throws IOException {
    while (true) {
      if (!scanner.next(limit)) {
        if (last + 1 >= stop || !scanner.resync(limit, last)) {
          return false;
        }
      } else if (scanner.kind() == RecordFormat.CHANNELS) {
        scanner.channels(lines);
      } else if (isEntry() && decode()) {
        return true;
      }
    }
  }

  long sequence() {
    return scanner.sequence();
  }

  int boot() {
    return scanner.boot();
  }

  long time() {
    return scanner.time();
  }

  /** Samples of the entry; none for an event. */
  Batch batch() {
    return batch;
  }

  /** The line of a channel, as the segment itself has it. */
  @Nullable ChannelInfo line(int number) {
    return lines.get(number);
  }

  /** What has been seen so far. */
  Span span() {
    return new Span(samples, from, to);
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    file.close();
  }

  private boolean isEntry() {
    long sequence = scanner.sequence();
    boolean entry = RecordFormat.isEntry(scanner.kind()) && sequence > last && sequence < stop;
    last = entry ? sequence : last;
    return entry;
  }

  private boolean decode() {
    batch.clear();
    long first = scanner.time();
    long latest = first;
    if (scanner.kind() == RecordFormat.BATCH) {
      try {
        decoder.decode(scanner.array(), scanner.offset(), scanner.length(), batch);
      } catch (MalformedException e) {
        // The reader that gets there finds the entry missing and tells so.
        return false;
      }
      for (int row = 0; row < batch.size(); row++) {
        first = row == 0 ? batch.time(0) : Math.min(first, batch.time(row));
        latest = row == 0 ? batch.time(0) : Math.max(latest, batch.time(row));
      }
    }
    samples += batch.size();
    if (clock.isTrusted(scanner.boot())) {
      long begin = clock.toEpoch(scanner.boot(), first);
      from = from == 0 ? begin : Math.min(from, begin);
      to = Math.max(to, clock.toEpoch(scanner.boot(), latest));
    }
    return true;
  }
}
