package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.EventFormat;
import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader over the committed records of a lane's segments, with a file handle of its own. */
final class LaneReader implements JournalReader {
  private final JournalLane lane;
  private final String name;
  private final Cursor cursor;
  private final Batch batch = new Batch(64);
  private final BatchDecoder decoder = new BatchDecoder();
  private final WireReader payload = new WireReader();
  private long position;
  private @Nullable Segment segment;
  private @Nullable DiskFile file;
  private @Nullable RecordScanner scanner;
  private volatile @Nullable Runnable wakeUp;
  private boolean thinningTold;
  private boolean closed;

  LaneReader(JournalLane lane, String name, Cursor cursor) {
    this.lane = lane;
    this.name = name;
    this.cursor = cursor;
    this.position = cursor.at();
  }

  String name() {
    return name;
  }

  void wake() {
    Runnable action = wakeUp;
    if (action != null) {
      CommitWaiters.run(action);
    }
  }

  @Override
  public @Nullable JournalEntry next() throws JournalException {
    if (closed) {
      throw new JournalException("reader " + name + " is closed", null);
    }
    try {
      JournalEntry entry = null;
      boolean more = true;
      while (entry == null && more) {
        passDone();
        RecordScanner records = scanner;
        Segment at = segment;
        if (records == null || at == null) {
          more = enter(lane.files().find(position + 1));
        } else {
          long end = at.committedEnd;
          if (records.next(end)) {
            entry = entry(records, at);
          } else {
            more = further(records, at, end);
          }
        }
      }
      return entry;
    } catch (IOException e) {
      leave();
      throw new JournalException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void acknowledge(long sequence) {
    lane.cursors().move(cursor, Math.min(sequence, lane.log().committed()));
    passSkip();
  }

  @Override
  public void acknowledge(long first, long last) {
    lane.cursors().move(cursor, first, Math.min(last, lane.log().committed()));
    passSkip();
  }

  private void passSkip() {
    Skip skip = lane.files().skip();
    if (cursor.at() == skip.first() - 1 && skip.last() > cursor.at()) {
      lane.cursors().move(cursor, skip.last());
    }
  }

  @Override
  public List<Done> done() {
    return cursor.done();
  }

  @Override
  public JournalReader fork() {
    return new LaneReader(lane, name, cursor);
  }

  @Override
  public long committed() {
    return lane.log().committed();
  }

  @Override
  public void seek(long afterSequence) {
    position = Math.max(cursor.at(), afterSequence);
    leave();
  }

  @Override
  public long cursor() {
    return cursor.at();
  }

  @Override
  public long backlog() {
    long committed = lane.log().committed();
    long from = Math.max(cursor.at(), lane.log().first() - 1);
    return committed
        - from
        - lane.files().skip().within(from, committed)
        - cursor.doneWithin(from + 1, committed);
  }

  @Override
  public void onCommitted(Runnable action) {
    wakeUp = action;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      wakeUp = null;
      leave();
      decoder.close();
      lane.closed(this);
    }
  }

  /** What is done beyond the cursor is not even read. */
  private void passDone() {
    Done done = cursor.stretch(position + 1);
    if (done.last() > position) {
      position = done.last();
      leave();
    }
  }

  /** The entry of a valid record, or null if it is none, is known already or cannot be decoded. */
  private @Nullable JournalEntry entry(RecordScanner record, Segment at) throws JournalException {
    long sequence = record.sequence();
    Segment after = lane.files().after(at);
    if (!RecordFormat.isEntry(record.kind())
        || sequence <= position
        || (after != null && sequence >= after.firstSequence)) {
      return null;
    }
    Done done = cursor.stretch(sequence);
    if (done.last() >= sequence) {
      // Between here and the stretch there is nothing.
      tellGaps(done.first(), at);
      position = done.last();
      return null;
    }
    tellGaps(sequence, at);
    position = sequence;
    try {
      batch.clear();
      Event event = null;
      if (record.kind() == RecordFormat.BATCH) {
        decoder.decode(record.array(), record.offset(), record.length(), batch);
      } else {
        event = EventFormat.decode(payload.over(record.array(), record.offset(), record.length()));
      }
      return new JournalEntry(lane.lane(), sequence, record.boot(), batch, event);
    } catch (MalformedException e) {
      lane.status().damaged(1, "entry " + sequence + " cannot be decoded: " + e.getMessage());
      return null;
    }
  }

  /** Before an entry behind a gap is shown, a gap record of it is on the medium. */
  private void tellGaps(long sequence, Segment at) throws JournalException {
    long from = position + 1;
    for (Done each : cursor.done()) {
      if (each.last() >= from && each.first() < sequence) {
        if (each.first() > from) {
          lane.gaps().missing(from, each.first() - 1);
        }
        from = each.last() + 1;
      }
    }
    if (sequence > from) {
      lane.gaps().missing(from, sequence - 1);
    }
    if (at.thinning.times() > 0 && !thinningTold) {
      lane.gaps().thinned(at, position);
      thinningTold = true;
    }
  }

  /**
   * What to do where no valid record stands before {@code end}; false if there is nothing to read
   * now.
   */
  private boolean further(RecordScanner records, Segment at, long end) throws IOException {
    Segment after = lane.files().after(at);
    if (at.gone) {
      // Looked once more, as what comes after it may be what comes after its thinned copy.
      leave();
      return true;
    }
    if (after != null && position >= after.firstSequence - 1) {
      return enter(after);
    }
    if (records.position() < end) {
      lane.status()
          .damaged(
              1,
              "a damaged entry after entry " + position + " in " + at.name() + " was passed over");
      if (!records.resync(end, position)) {
        records.skipTo(end);
      }
      return true;
    }
    // A segment is sealed before the next one is shown: what it has now is all it will have.
    return at.committedEnd > end || (after != null && enter(after));
  }

  private boolean enter(@Nullable Segment next) throws IOException {
    leave();
    if (next == null) {
      return false;
    }
    DiskFile open = lane.files().openForReading(next);
    if (open == null) {
      return true;
    }
    segment = next;
    file = open;
    scanner = new RecordScanner(open, next.id, SegmentHeader.SIZE);
    thinningTold = false;
    return true;
  }

  private void leave() {
    DiskFile open = file;
    segment = null;
    scanner = null;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        lane.status().failing("a segment cannot be closed: " + e.getMessage());
      }
    }
  }
}
