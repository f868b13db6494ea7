package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;

/**
 * Samples that are read from the journal and not stored yet, in epoch time. Any thread; changed by
 * the history thread alone.
 */
final class OpenSamples {
  private final Batch batch = new Batch(1024);
  private long flush;

  OpenSamples(long flush) {
    this.flush = flush;
  }

  /** The samples, for the history thread only. */
  Batch batch() {
    return batch;
  }

  /**
   * Adds samples, their times shifted, good ones with this quality, without those whose time cannot
   * be stored; returns how many those are.
   */
  synchronized int add(Batch more, long shift, byte good) {
    int kept = batch.size();
    batch.addAll(more, shift);
    for (int row = kept; row < batch.size(); row++) {
      if (ChunkId.isStorable(batch.time(row))) {
        batch.move(row, kept);
        if (batch.quality(kept) == Quality.GOOD) {
          batch.set(kept, batch.bits(kept), good);
        }
        kept++;
      }
    }
    int refused = batch.size() - kept;
    batch.truncate(kept);
    return refused;
  }

  /** Forgets the samples: they are stored by this flush. */
  synchronized void stored(long newFlush) {
    batch.clear();
    flush = newFlush;
  }

  /** Says which flush is before the samples: of a new store, or one that changed older ones. */
  synchronized void follows(long newFlush) {
    flush = newFlush;
  }

  /** Number of samples. */
  synchronized int size() {
    return batch.size();
  }

  /**
   * Copies what there is of these channels in a time range, in the order of time, and returns the
   * last flush before it, so that a sample is seen here or in the store and never in both.
   */
  long copy(int[] channels, long from, long to, Batch target) {
    long before;
    synchronized (this) {
      for (int row = 0; row < batch.size(); row++) {
        long time = batch.time(row);
        if (contains(channels, batch.channel(row)) && time >= from && time < to) {
          target.addRow(batch, row);
        }
      }
      before = flush;
    }
    Mender.sort(target);
    return before;
  }

  private static boolean contains(int[] channels, int channel) {
    for (int each : channels) {
      if (each == channel) {
        return true;
      }
    }
    return false;
  }
}
