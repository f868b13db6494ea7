package io.weir.store.internal;

/** Takes what there is of a channel in the order of time. */
interface RollupSink {
  /** A sample. */
  void sample(long time, double value, boolean counts);

  /** A stretch of samples. */
  void rollup(Rollup rollup);
}
