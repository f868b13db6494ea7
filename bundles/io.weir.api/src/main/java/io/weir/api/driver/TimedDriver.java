package io.weir.api.driver;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver of a medium whose speed is known, a serial line for example, so that the load of a bus
 * can be predicted before anything is saved. Any thread; no I/O.
 */
@ConsumerType
public interface TimedDriver extends Driver {
  /**
   * The medium in words, for example {@code 19200 baud 8E1}; empty when this connection's speed is
   * not known, and the times below are 0.
   */
  String medium();

  /**
   * How long one read of this block keeps the bus busy when it is answered, in microseconds: the
   * request, the device's turnaround, the answer, and the silence before the next request.
   */
  long answeredMicros(Block block);

  /** How long one read of this block keeps the bus busy when nothing answers, in microseconds. */
  long silentMicros(Block block);
}
