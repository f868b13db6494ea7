package io.weir.core.internal.bus;

import io.weir.api.model.Batch;
import io.weir.api.runtime.GatewayClock;
import io.weir.core.internal.pipeline.Receipts;

/**
 * Collects the rows of a bus and hands them on in batches. Confined to the bus thread.
 *
 * <p>Rows read within a few milliseconds share one time: that is as exact as a poll is, and packs
 * well.
 */
final class BusOutput {
  private static final long SAME_TIME = 20_000;
  private static final long MAX_AGE = 10_000;
  private static final int MAX_ROWS = 4096;

  /** Where batches come from and go to. */
  interface Sink {
    Batch borrow();

    void submit(Batch batch) throws InterruptedException;
  }

  private final Sink sink;
  private final GatewayClock clock;
  private Batch batch;
  private long stamp = Long.MIN_VALUE;
  private long since;

  BusOutput(Sink sink, GatewayClock clock) {
    this.sink = sink;
    this.clock = clock;
    batch = sink.borrow();
  }

  /** The batch to read into; the caller stamps or truncates. */
  Batch batch() {
    if (isVoid()) {
      since = clock.micros();
    }
    return batch;
  }

  private boolean isVoid() {
    return batch.isEmpty() && !batch.hasReceipts();
  }

  /** Begins a poll: its rows do not share their time with earlier ones. */
  void beginPoll() {
    stamp = Long.MIN_VALUE;
  }

  /** Gives the rows from here on the time of now; returns it. */
  long stamp(int from) {
    long now = clock.micros();
    if (stamp == Long.MIN_VALUE || now - stamp > SAME_TIME) {
      stamp = now;
    }
    batch.stamp(from, stamp);
    return stamp;
  }

  /** Adds a row without a value. */
  void addBad(int channel, byte quality, long now) {
    batch().add(channel, now, 0, quality);
  }

  /** Hands on what is there if it is much or if nothing more is due at once. */
  void flush(boolean moreIsDue) throws InterruptedException {
    if (isVoid() || (moreIsDue && batch.size() < MAX_ROWS && clock.micros() - since < MAX_AGE)) {
      return;
    }
    sink.submit(batch);
    batch = sink.borrow();
  }

  /** Hands on what is there, at the end; what is not taken any more is refused. */
  void close() throws InterruptedException {
    try {
      flush(false);
    } finally {
      Receipts.refuse(batch);
    }
  }
}
