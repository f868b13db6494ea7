package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts batches into the journal. While the journal cannot take them they wait here, in order and
 * bounded, so that live values and rules go on. Confined to the pipeline thread, except {@link
 * #waiting}.
 *
 * <pre>
 *   recording --(append failed)--> waiting --(all appended)--> recording
 *                                     | (too many rows)
 *                                   full: polled samples are live but not recorded, and counted
 * </pre>
 */
final class Recorder {
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);
  private static final int CHUNK = 4096;

  private final Journal journal;
  private final StatusBoard.Part part;
  private final LongAdder unrecorded;
  private final int maxRows;
  private final ArrayDeque<Batch> spill = new ArrayDeque<>();
  private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new Random());
  private volatile int waiting;
  private long retryAt;
  private boolean lost;

  /**
   * @param maxRows most rows that wait for the journal
   */
  Recorder(Journal journal, StatusBoard.Part part, int maxRows) {
    this.journal = journal;
    this.part = part;
    this.maxRows = maxRows;
    unrecorded = part.counter("unrecorded");
    part.gauge("waiting", () -> waiting);
  }

  /** Rows that wait for the journal. Any thread. */
  int waiting() {
    return waiting;
  }

  /** Whether nothing more can wait. */
  boolean isFull() {
    return waiting >= maxRows;
  }

  /** Records a batch, now or once the journal can; the batch may be reused at once. */
  void record(Batch batch, long now) {
    if (spill.isEmpty() && append(batch, now)) {
      return;
    }
    if (isFull()) {
      lost = true;
      unrecorded.add(batch.size());
    } else {
      keep(batch);
    }
  }

  /**
   * Tries again if it is time to.
   *
   * @return whether recording goes on again after rows had to be left out
   */
  boolean retry(long now) {
    if (spill.isEmpty() || now < retryAt) {
      return false;
    }
    return flush(now);
  }

  /** Tries once more, at the end; returns how many rows could not be recorded. */
  int finish(long now) {
    if (!spill.isEmpty()) {
      flush(now);
    }
    return waiting;
  }

  private boolean flush(long now) {
    while (!spill.isEmpty()) {
      Batch oldest = spill.getFirst();
      if (!append(oldest, now)) {
        return false;
      }
      spill.removeFirst();
      lower(oldest.size());
    }
    boolean gap = lost;
    lost = false;
    return gap;
  }

  private boolean append(Batch batch, long now) {
    try {
      journal.append(batch);
      backoff.reset();
      part.ok();
      return true;
    } catch (JournalException | RuntimeException e) {
      retryAt = now + backoff.nextMicros();
      part.status(
          State.ERROR,
          "disk",
          "Samples cannot be recorded: "
              + e.getMessage()
              + ". Live values and rules go on; new samples wait in memory.");
      return false;
    }
  }

  private void keep(Batch batch) {
    Batch youngest = spill.peekLast();
    if (youngest == null || youngest.size() + batch.size() > CHUNK) {
      youngest = new Batch(Math.max(CHUNK, batch.size()));
      spill.addLast(youngest);
    }
    youngest.addAll(batch, 0);
    lower(-batch.size());
  }

  private void lower(int rows) {
    int left = waiting - rows;
    waiting = left;
  }
}
