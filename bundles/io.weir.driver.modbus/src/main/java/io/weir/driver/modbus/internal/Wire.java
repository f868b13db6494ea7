package io.weir.driver.modbus.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection to a peer. Confined to the bus thread. Deadlines are {@link System#nanoTime()}; a
 * call ends at once with an {@link java.io.InterruptedIOException} when the thread is interrupted.
 */
interface Wire extends Closeable {
  /** Makes one. */
  @FunctionalInterface
  interface Opener {
    Wire open(long deadline) throws IOException;
  }

  /** Writes everything; false when the peer does not take it in time. */
  boolean write(ByteBuffer from, long deadline) throws IOException;

  /** Reads what there is, at least one byte; false when nothing comes in time. */
  boolean read(ByteBuffer into, long deadline) throws IOException;

  /** Reads what there is already, which may be nothing; false at the end of the stream. */
  boolean readAtOnce(ByteBuffer into) throws IOException;

  /** Waits until this time, whatever the peer does. */
  void pause(long until) throws IOException;
}
