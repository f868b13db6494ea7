package io.weir.store.internal;

import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.ChannelFormat;
import io.weir.api.encoding.EventFormat;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of one lane: entries go to the operating system as they come and to the medium
 * with {@link #commit}.
 *
 * <p>Appends from any thread, one at a time under the lock; {@link #commit} from the journal thread
 * alone. What is not committed is also kept in memory: after a failed force it is written once
 * more, since the operating system may have dropped it.
 *
 * <pre>
 *            append                    force fails
 *   ready ──────────► ready    ready ───────────────► failed: appends are refused
 *   failed ── what is uncommitted written again and forced ──► ready
 * </pre>
 */
final class LaneLog {
  /** Uncommitted bytes beyond which a commit does not wait for its time. */
  static final int EARLY_COMMIT = 4 << 20;

  private final LaneFiles files;
  private final GatewayClock clock;
  private final ChannelTable channels;
  private final LaneStatus status;
  private final Cursors cursors;
  private final WireWriter body = new WireWriter(4096);
  private final WireWriter side = new WireWriter(256);
  private final WireWriter pending = new WireWriter(1 << 16);
  private final BatchEncoder encoder = new BatchEncoder(this::type);
  private final BitSet described = new BitSet();
  private final BitSet fresh = new BitSet();
  private long cursorsIn;
  private volatile long last;
  private volatile long committed;
  private boolean failed;
  private boolean startAnew;
  private boolean closed;

  LaneLog(
      LaneFiles files,
      GatewayClock clock,
      ChannelTable channels,
      LaneStatus status,
      Cursors cursors,
      long recovered) {
    this.files = files;
    this.clock = clock;
    this.channels = channels;
    this.status = status;
    this.cursors = cursors;
    this.last = recovered;
    this.committed = recovered;
  }

  /** Appends samples; returns the sequence. */
  synchronized long append(Batch batch) throws JournalException {
    body.clear();
    encoder.encode(batch, body);
    return add(RecordFormat.BATCH, batch.size());
  }

  /** Appends an event; returns the sequence. */
  synchronized long append(Event event) throws JournalException {
    body.clear();
    EventFormat.encode(event, body);
    return add(RecordFormat.EVENT, 0);
  }

  /** Sequence of the newest entry. */
  long last() {
    return last;
  }

  /** Sequence of the newest entry on the medium. */
  long committed() {
    return committed;
  }

  /** Sequence of the oldest entry kept, or the one that will come next. */
  long first() {
    List<Segment> live = files.live();
    return live.isEmpty() ? last + 1 : live.get(0).firstSequence;
  }

  /** Whether so much waits for a commit that it should not wait for its time. */
  synchronized boolean wantsCommit() {
    return pending.size() > EARLY_COMMIT;
  }

  /**
   * Makes everything appended so far durable, with the cursors as they are.
   *
   * @param cursorsAlone whether to do so also if only cursors have moved
   * @throws JournalException if the medium does not take it; it is tried again with the next call
   */
  void commit(boolean cursorsAlone) throws JournalException {
    Segment segment;
    long end;
    long sequence;
    synchronized (this) {
      Segment current = files.current();
      boolean data = current != null && current.end > current.committedEnd;
      if (closed || !(data || (cursorsAlone && cursors.isChanged()))) {
        return;
      }
      segment = prepare(current);
      end = segment.end;
      sequence = last;
    }
    force(segment);
    synchronized (this) {
      if (end > segment.committedEnd) {
        pending.discard((int) (end - segment.committedEnd));
        segment.committedEnd = end;
        committed = sequence;
      }
      failed = false;
      status.committed();
      recycle();
    }
  }

  /** Drops what is not committed, so that its sequences are given out again. */
  synchronized void rewind() {
    Segment current = files.current();
    if (current != null) {
      current.end = current.committedEnd;
    }
    pending.clear();
    last = committed;
    failed = false;
    // The dropped records may have reached the medium: nothing may be written between them.
    startAnew = true;
    cursors.keepChanged();
  }

  /** Makes the file for the next segment before it is needed. */
  void prepareSpare() throws IOException {
    boolean soon;
    synchronized (this) {
      Segment current = files.current();
      soon = current != null && current.end > current.capacity / 2 && !files.isFull(0);
    }
    if (soon && !files.pool().hasSpare()) {
      files.pool().give(files.pool().make(files.pool().sizeFor(0)));
    }
  }

  /** Keeps every segment as it is until {@link #release}. */
  synchronized void hold() {
    files.hold().begin();
  }

  /** What is committed now. */
  synchronized LaneSnapshot snapshot(Lane lane) {
    List<LaneSnapshot.Piece> pieces = new ArrayList<>();
    for (Segment segment : files.hold().kept()) {
      pieces.add(new LaneSnapshot.Piece(segment.path, segment.committedEnd));
    }
    for (Segment segment : files.live()) {
      pieces.add(new LaneSnapshot.Piece(segment.path, segment.committedEnd));
    }
    return new LaneSnapshot(lane, pieces, committed);
  }

  /** Ends the hold. */
  synchronized void release() throws IOException {
    if (!closed) {
      files.release();
    }
  }

  /** Closes the files; what is not committed has been handed to the operating system. */
  synchronized void close() throws IOException {
    closed = true;
    encoder.close();
    files.close();
  }

  private Segment prepare(@Nullable Segment current) throws JournalException {
    try {
      Segment segment = current;
      if (failed && segment != null) {
        segment.file.write(segment.committedEnd, pending.array(), 0, pending.size());
      }
      if (cursors.isChanged()) {
        int mark = pending.size();
        stageCursors(segment == null ? 0 : segment.id);
        if (segment == null || !fits(segment, pending.size() - mark)) {
          int need = pending.size() - mark;
          pending.truncate(mark);
          segment = rotate(need);
          mark = 0;
        }
        write(segment, mark);
        cursorsIn = segment.id;
      }
      if (segment == null) {
        throw new IllegalStateException("nothing to commit");
      }
      return segment;
    } catch (IOException e) {
      cursors.keepChanged();
      throw trouble("written", e);
    }
  }

  private long add(byte kind, int count) throws JournalException {
    if (closed) {
      throw new JournalException("the journal is closed", null);
    }
    if (failed) {
      throw new JournalException(status.trouble(), null);
    }
    try {
      Segment segment = files.current();
      int mark = pending.size();
      long sequence = last + 1;
      boolean placed = false;
      if (segment != null && !startAnew) {
        stage(segment.id, kind, sequence, count);
        placed = fits(segment, pending.size() - mark);
      }
      if (segment == null || !placed) {
        pending.truncate(mark);
        described.clear();
        stage(0, kind, sequence, count);
        int need = pending.size() - mark;
        pending.truncate(mark);
        segment = rotate(need);
        mark = 0;
        stage(segment.id, kind, sequence, count);
      }
      write(segment, mark);
      described.or(fresh);
      last = sequence;
      status.appended();
      return sequence;
    } catch (IOException e) {
      throw trouble("written", e);
    }
  }

  private static boolean fits(Segment segment, int length) {
    return segment.end + length <= segment.capacity;
  }

  /** Puts the body in front of the medium: its channels' lines where needed, then the entry. */
  private void stage(long segment, byte kind, long sequence, int count) {
    fresh.clear();
    if (kind == RecordFormat.BATCH) {
      side.clear();
      for (int s = 0; s < encoder.seriesCount(); s++) {
        int number = encoder.seriesChannel(s);
        if (!described.get(number)) {
          describe(number);
        }
      }
      if (side.size() > 0) {
        record(segment, RecordFormat.CHANNELS, last, fresh.cardinality(), side);
      }
    }
    record(segment, kind, sequence, count, body);
  }

  private void describe(int number) {
    ChannelInfo line = channels.get(number);
    if (line != null) {
      int mark = side.begin(1);
      ChannelFormat.encode(line, side);
      side.end(mark);
      fresh.set(number);
    }
  }

  private void stageCursors(long segment) {
    side.clear();
    cursors.write(side);
    record(segment, RecordFormat.CURSORS, last, 0, side);
  }

  private void record(long segment, byte kind, long sequence, int count, WireWriter payload) {
    RecordFormat.write(
        pending, segment, kind, sequence, clock.boot(), clock.micros(), count, payload);
  }

  private void write(Segment segment, int mark) throws IOException {
    int length = pending.size() - mark;
    try {
      segment.file.write(segment.end, pending.array(), mark, length);
    } catch (IOException e) {
      pending.truncate(mark);
      if (mark == 0) {
        cursors.keepChanged();
      }
      throw e;
    }
    segment.end += length;
    status.wrote(length);
  }

  /** Ends the current segment, durably, and begins the next with the cursors. */
  private Segment rotate(int need) throws IOException {
    Segment old = files.current();
    if (old != null && old.end > old.committedEnd) {
      seal(old);
    }
    if (old != null && startAnew && old.committedEnd == SegmentHeader.SIZE) {
      files.takeBackCurrent();
    }
    pending.clear();
    stageCursors(0);
    int whole = need + pending.size();
    pending.clear();
    while (files.isFull(whole) && files.live().size() > 1) {
      status.gaveUp(files.giveUpOldest());
    }
    Segment segment = files.open(whole, last + 1);
    startAnew = false;
    described.clear();
    stageCursors(segment.id);
    cursorsIn = segment.id;
    status.wrote(SegmentHeader.SIZE);
    return segment;
  }

  private void seal(Segment segment) throws IOException {
    try {
      segment.file.force();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    status.forced();
    segment.committedEnd = segment.end;
    committed = last;
  }

  private void force(Segment segment) throws JournalException {
    try {
      segment.file.force();
      status.forced();
    } catch (IOException e) {
      synchronized (this) {
        failed = true;
      }
      throw trouble("forced to the medium", e);
    }
  }

  private void recycle() {
    if (!cursors.isChanged()) {
      try {
        files.recycle(cursors.lowest(0), cursorsIn);
        status.roomy(!files.isFull(0));
      } catch (IOException e) {
        status.failing("A segment cannot be removed: " + e.getMessage());
      }
    }
  }

  private JournalException trouble(String what, IOException cause) {
    String message =
        "the journal cannot be "
            + what
            + ": "
            + cause.getMessage()
            + "; check the disk and free space";
    status.failing(message);
    return new JournalException(message, cause);
  }

  private ValueType type(int number) {
    ChannelInfo line = channels.get(number);
    if (line == null) {
      throw new IllegalArgumentException("channel " + number + " is not in the channel table");
    }
    return line.type();
  }
}
