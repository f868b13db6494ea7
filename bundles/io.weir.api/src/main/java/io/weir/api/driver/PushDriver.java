package io.weir.api.driver;

import io.weir.api.model.Batch;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver whose devices also speak by themselves: the edge of an input, a notification, a message.
 *
 * <p>What comes in is kept by the driver in a bounded queue of its own, and fetched by the bus
 * thread; a driver that must drop when the queue is full gives a row of bad quality for each
 * channel that lost one, and counts. Channels are polled beside it by their period, as on any other
 * driver.
 */
@ConsumerType
public interface PushDriver extends Driver {
  /**
   * Says whose rows {@link #take} is to give from now on; replaces what was said before. Bus
   * thread, after each {@link #connect} and after each change of the configuration. A point whose
   * state is known gives its first row at once.
   *
   * @param entries all readable points of this connection and the number of each one's channel
   * @param wake runs when {@link #take} has something to give; from any thread, cheap, never blocks
   * @throws ConnectionException if the connection is gone
   */
  void listen(List<Block.Entry> entries, Runnable wake) throws ConnectionException;

  /**
   * Adds what has come since the last call, oldest first, each row with the time at which it
   * happened in monotonic microseconds of {@link io.weir.api.runtime.GatewayClock}. Bus thread;
   * does not wait. A driver that acknowledges to its devices adds a {@link Batch.Receipt}, and
   * acknowledges once that says that the rows are committed.
   *
   * @return whether there is more than was added
   * @throws ConnectionException if the connection is gone; what was added before stays
   */
  boolean take(Batch into) throws ConnectionException;
}
