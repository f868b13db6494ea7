package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import java.io.IOException;
import java.util.List;

/**
 * One part on a bus. Confined to the bus thread. A plain {@link IOException} says that it did not
 * answer; {@link #start} comes before the first call and again after each that failed so.
 */
interface Part {
  /** Code of errno.h for a part that is another one than the configuration says. */
  int ENODEV = 19;

  /** Code of errno.h for what cannot be written. */
  int EROFS = 30;

  /** Makes sure that it is this part, and sets it up. */
  void start() throws IOException, InterruptedException;

  /** Adds a row for each entry. */
  void read(List<Block.Entry> entries, Batch into) throws IOException, InterruptedException;

  /** Writes and makes sure. */
  default void write(PartPoint point, long bits) throws IOException, InterruptedException {
    throw new RejectedException(point.measure().word() + " cannot be written", EROFS, false);
  }

  /** Reads as {@link #read} does, and changes nothing about how the part is set up. */
  default void look(List<Block.Entry> entries, Batch into)
      throws IOException, InterruptedException {
    start();
    read(entries, into);
  }

  /** Leaves it as it should be found without a gateway. */
  default void stop() throws IOException {}
}
