package io.weir.store.internal;

import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Gap;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.util.ArrayList;
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
  private final LaneStatus status;
  private final Cursors cursors;
  private final WireWriter side = new WireWriter(256);
  private final WireWriter pending = new WireWriter(1 << 16);
  private final EntryStage stage;
  private final LaneSpace space;
  private @Nullable Segment cursorsIn;
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
    this.stage = new EntryStage(channels::get);
    this.space = new LaneSpace(files, cursors, status);
    this.status = status;
    this.cursors = cursors;
    this.last = recovered;
    this.committed = recovered;
  }

  /** Appends samples; returns the sequence. */
  synchronized long append(Batch batch) throws JournalException {
    stage.take(batch);
    return add();
  }

  /** Appends an event; returns the sequence. */
  synchronized long append(Event event) throws JournalException {
    stage.take(event);
    return add();
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
      if (!cursors.isChanged()) {
        space.recycle(cursorsIn);
      }
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
      soon = current != null && isHalfFull(current) && !files.isFull(0);
    }
    if (soon && !files.pool().hasSpare()) {
      files.pool().give(files.pool().make(files.pool().sizeFor(0)));
    }
  }

  /** Gives up a segment if it still is the oldest; returns whether it did. */
  synchronized boolean giveUp(Segment oldest, Gap.Reason reason, Span span) throws IOException {
    return !closed && space.giveUp(oldest, reason, span);
  }

  /** Puts a thinned copy in the place of a segment if that is still there; returns whether. */
  synchronized boolean replace(Segment old, Slot copy, SegmentHeader header) throws IOException {
    return !closed && space.replace(old, copy, header);
  }

  /** An id for a copy of a segment. */
  synchronized long takeId() {
    return files.takeId();
  }

  /** Whether the next segment will be needed soon. */
  synchronized boolean isHalfFull(Segment segment) {
    return segment.end > segment.capacity / 2;
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
    stage.close();
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
        cursorsIn = segment;
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

  private long add() throws JournalException {
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
        stage(segment.id, sequence);
        placed = fits(segment, pending.size() - mark);
      }
      if (segment == null || !placed) {
        pending.truncate(mark);
        stage.newSegment();
        stage(0, sequence);
        int need = pending.size() - mark;
        pending.truncate(mark);
        segment = rotate(need);
        mark = 0;
        stage(segment.id, sequence);
      }
      write(segment, mark);
      stage.written();
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

  private void stage(long segment, long sequence) {
    stage.write(pending, segment, sequence, last, clock.boot(), clock.micros());
  }

  private void stageCursors(long segment) {
    side.clear();
    cursors.write(side);
    RecordFormat.write(
        pending, segment, RecordFormat.CURSORS, last, clock.boot(), clock.micros(), 0, side);
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
    space.makeRoom(need);
    stageCursors(0);
    int whole = need + pending.size();
    pending.clear();
    Segment segment = files.open(whole, last + 1);
    startAnew = false;
    stage.newSegment();
    stageCursors(segment.id);
    if (fits(segment, pending.size() + need)) {
      cursorsIn = segment;
    } else {
      // A reader came meanwhile: the cursors go out with the next commit.
      pending.clear();
      cursors.keepChanged();
    }
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
}
