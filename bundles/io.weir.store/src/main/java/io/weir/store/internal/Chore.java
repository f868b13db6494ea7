package io.weir.store.internal;

import java.io.IOException;
import java.sql.SQLException;

/** Work on what is stored that can wait; done by the history thread, a bounded piece at a time. */
interface Chore {
  /**
   * Does the next piece.
   *
   * @param now epoch microseconds
   * @return whether there was something to do
   */
  boolean step(ChunkStore store, long now) throws SQLException, IOException;
}
