package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;

/**
 * Samples that are read from the journal and not stored yet, in epoch time. Any thread; changed by
 * the history thread alone.
 */
final class OpenSamples {
  private final SampleLog samples = new SampleLog();
  private long flush;

  OpenSamples(long flush) {
    this.flush = flush;
  }

  /** The samples, for the history thread only. */
  SampleLog samples() {
    return samples;
  }

  /**
   * Adds samples, their times shifted, good ones with this quality, without those whose time cannot
   * be stored; returns how many those are.
   */
  synchronized int add(Batch more, long shift, byte good) {
    int refused = 0;
    for (int row = 0; row < more.size(); row++) {
      long time = more.time(row) + shift;
      if (ChunkId.isStorable(time)) {
        byte quality = more.quality(row);
        samples.add(more, row, time, quality == Quality.GOOD ? good : quality);
      } else {
        refused++;
      }
    }
    return refused;
  }

  /** Forgets the samples: they are stored by this flush. */
  synchronized void stored(long newFlush) {
    samples.clear();
    flush = newFlush;
  }

  /** Says which flush is before the samples: of a new store, or one that changed older ones. */
  synchronized void follows(long newFlush) {
    flush = newFlush;
  }

  /** Number of samples. */
  synchronized int size() {
    return samples.size();
  }

  /**
   * Copies what there is of these channels in a time range, in the order of time, and returns the
   * last flush before it, so that a sample is seen here or in the store and never in both.
   */
  long copy(int[] channels, long from, long to, Batch target) {
    long before;
    synchronized (this) {
      for (int channel : channels) {
        samples.read(channel, from, to, target);
      }
      before = flush;
    }
    Mender.sort(target);
    return before;
  }
}
