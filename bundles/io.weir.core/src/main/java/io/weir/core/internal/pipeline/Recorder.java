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
 *                                   full: polled samples are live but not recorded, and counted;
 *                                         whoever waits for a receipt is told
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
  private final Receipts receipts;
  private long lastSequence;

  /**
   * @param maxRows most rows that wait for the journal
   */
  Recorder(Journal journal, StatusBoard.Part part, int maxRows) {
    this.journal = journal;
    this.part = part;
    this.maxRows = maxRows;
    receipts = new Receipts(journal);
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

  /**
   * Records a batch, now or once the journal can; the batch may be reused at once.
   *
   * @return false if its rows are lost
   */
  boolean record(Batch batch, long now) {
    if (spill.isEmpty() && append(batch, now)) {
      return true;
    }
    if (isFull()) {
      unrecorded.add(batch.size());
      Receipts.refuse(batch);
      return false;
    }
    keep(batch);
    return true;
  }

  /**
   * Takes the receipts of a batch of which nothing is to be recorded. It says nothing new only as
   * long as what it repeats is not lost: they wait for that.
   */
  void settle(Batch batch) {
    if (!batch.hasReceipts()) {
      return;
    }
    Batch youngest = spill.peekLast();
    if (youngest != null) {
      batch.takeReceipts().forEach(youngest::addReceipt);
    } else if (lastSequence == 0) {
      Receipts.tell(batch, true);
    } else {
      receipts.await(batch, lastSequence);
    }
  }

  /** Tries again if it is time to. */
  void retry(long now) {
    if (!spill.isEmpty() && now >= retryAt) {
      flush(now);
    }
  }

  /**
   * Tries once more, at the end; whoever waits for a commit is told that it did not come. Returns
   * how many rows could not be recorded.
   */
  int finish(long now) {
    flush(now);
    spill.forEach(Receipts::refuse);
    receipts.end();
    return waiting;
  }

  private void flush(long now) {
    while (!spill.isEmpty() && append(spill.getFirst(), now)) {
      lower(spill.removeFirst().size());
    }
  }

  private boolean append(Batch batch, long now) {
    try {
      lastSequence = journal.append(batch);
      backoff.reset();
      part.ok();
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
    if (batch.hasReceipts()) {
      receipts.await(batch, lastSequence);
    }
    return true;
  }

  private void keep(Batch batch) {
    Batch youngest = spill.peekLast();
    if (youngest == null || youngest.size() + batch.size() > CHUNK) {
      youngest = new Batch(Math.max(CHUNK, batch.size()));
      spill.addLast(youngest);
    }
    youngest.addAll(batch, 0);
    if (batch.hasReceipts()) {
      batch.takeReceipts().forEach(youngest::addReceipt);
    }
    lower(-batch.size());
  }

  private void lower(int rows) {
    int left = waiting - rows;
    waiting = left;
  }
}
