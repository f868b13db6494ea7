package io.weir.store.internal;

import io.weir.api.model.ConfigException;

/**
 * How the history is stored.
 *
 * @param windowSeconds length of a window
 * @param memorySamples most samples kept in memory
 * @param clockWaitSeconds how long samples wait for a trusted clock
 * @param retention how long what is stored is kept
 */
record HistorySettings(
    long windowSeconds, int memorySamples, long clockWaitSeconds, Retention retention) {
  private static final long UNIT = ChunkId.UNIT / 1_000_000;

  /** Checks every figure. */
  HistorySettings {
    if (windowSeconds < UNIT || windowSeconds > 86_400 || windowSeconds % UNIT != 0) {
      throw new ConfigException(
          "history.window.s", windowSeconds, "set it to a multiple of 10 from 10 to 86400");
    }
    if (memorySamples < 1000 || memorySamples > 10_000_000) {
      throw new ConfigException(
          "history.memory.samples", memorySamples, "set it to 1000 to 10000000");
    }
    if (clockWaitSeconds < 0 || clockWaitSeconds > 86_400) {
      throw new ConfigException("history.clock.wait.s", clockWaitSeconds, "set it to 0 to 86400");
    }
  }

  /** Settings under which everything is kept. */
  HistorySettings(long windowSeconds, int memorySamples, long clockWaitSeconds) {
    this(windowSeconds, memorySamples, clockWaitSeconds, Retention.FOREVER);
  }

  long windowMicros() {
    return windowSeconds * 1_000_000;
  }

  long clockWaitMicros() {
    return clockWaitSeconds * 1_000_000;
  }
}
