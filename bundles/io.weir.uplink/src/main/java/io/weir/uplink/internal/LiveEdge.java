package io.weir.uplink.internal;

import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a lane in two at an edge: what is not done up to it is the backlog, what comes after it is
 * live.
 *
 * <pre>
 *      cursor                 edge
 *        │  done   ·   done     │  done so far
 *  ──────┼──█████──────█████────┼──████████·····►
 *        └── backlog reads ─────┘          └─ live reads
 * </pre>
 *
 * <p>Both tracks acknowledge to the one durable reader: the backlog by its cursor, live by the
 * stretch beyond it. So nothing but the journal need be known after a restart. Once the backlog has
 * got to the edge the cursor passes over what live has done, and there is one track again. Confined
 * to the pump's thread.
 */
final class LiveEdge {
  private final JournalReader reader;
  private final JournalReader ahead;
  private final Track backlog = new Backlog();
  private final Track live = new Live();
  private long edge;

  /** How far the backlog was read, and whether its reader is somewhere else. */
  private long backlogRead;

  private boolean isAstray;

  /** How far live is done. */
  private long liveDone;

  LiveEdge(JournalReader reader) {
    this.reader = reader;
    ahead = reader.fork();
    List<JournalReader.Done> done = reader.done();
    edge = done.isEmpty() ? reader.cursor() : done.get(done.size() - 1).last();
    liveDone = edge;
    ahead.seek(edge);
    backlogRead = reader.cursor();
  }

  Track backlog() {
    return backlog;
  }

  Track live() {
    return live;
  }

  /** Whether there is a backlog behind the live track. */
  boolean isCut() {
    return reader.cursor() < edge;
  }

  /** Committed entries after this sequence. */
  long after(long sequence) {
    return reader.committed() - Math.max(sequence, reader.cursor());
  }

  /** Whether the edge can move to now. */
  boolean canMove() {
    return reader.done().size() < JournalReader.MOST_DONE - 1;
  }

  /** Moves the edge to now; what live has not read becomes backlog. Nothing of live may fly. */
  void move() {
    edge = reader.committed();
    liveDone = edge;
    ahead.seek(edge);
  }

  void close() {
    ahead.close();
  }

  private final class Backlog implements Track {
    @Override
    public @Nullable JournalEntry next() throws JournalException {
      if (!isCut() || backlogRead >= edge) {
        return null;
      }
      if (isAstray) {
        reader.seek(backlogRead);
        isAstray = false;
      }
      JournalEntry entry = reader.next();
      if (entry == null || entry.sequence() > edge) {
        isAstray = true;
        backlogRead = edge;
        return null;
      }
      backlogRead = entry.sequence();
      return entry;
    }

    @Override
    public void done(long last) {
      reader.acknowledge(last);
    }

    @Override
    public void drained() {
      if (isCut() && backlogRead >= edge) {
        reader.acknowledge(edge);
      }
    }

    @Override
    public void rewind() {
      backlogRead = reader.cursor();
      isAstray = true;
    }

    @Override
    public String pending() {
      return "";
    }
  }

  private final class Live implements Track {
    @Override
    public @Nullable JournalEntry next() throws JournalException {
      return ahead.next();
    }

    @Override
    public void done(long last) {
      if (isCut()) {
        reader.acknowledge(liveDone + 1, last);
      } else {
        reader.acknowledge(last);
      }
      liveDone = last;
    }

    @Override
    public void drained() {}

    @Override
    public void rewind() {
      ahead.seek(liveDone);
    }

    @Override
    public String pending() {
      return isCut() ? (reader.cursor() + 1) + "-" + edge : "";
    }
  }
}
