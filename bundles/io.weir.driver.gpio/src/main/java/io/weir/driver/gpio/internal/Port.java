package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;

/** What one channel makes of its line. Confined to the bus thread. */
interface Port {
  /** Adds one row with the present value, its time to be stamped. */
  void read(int channel, Batch into) throws LineException;

  /** Writes a value, in bits of the point's raw type. */
  void write(long bits) throws LineException;

  /** Puts what is driven into its safe state and gives the line back. Never throws. */
  void release();
}
