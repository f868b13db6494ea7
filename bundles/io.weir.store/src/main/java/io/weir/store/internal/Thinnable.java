package io.weir.store.internal;

import java.io.IOException;

/** A part of the store that can give disk space back, step by step, the mildest first. */
interface Thinnable {
  /** The steps, in the order in which they are taken, each over all parts before the next. */
  enum Step {
    /** Give back what holds nothing: spare files, free pages. */
    SPARE,
    /** Of the oldest telemetry keep every second sample. */
    HALVE,
    /** Of the oldest telemetry keep the rollups only. */
    ROLLUPS_ONLY,
    /** Give up the oldest that is left. */
    DELETE
  }

  /**
   * Takes the step on the oldest there is, a bounded piece at a time.
   *
   * @return whether there was something; if so it is asked again while space is short
   */
  boolean thin(Step step) throws IOException;
}
