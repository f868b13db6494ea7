package io.weir.driver.modbus.internal;

import java.io.Closeable;
import java.io.IOException;

/**
 * Bytes to and from a bus: a serial port, or a TCP connection that carries what a serial line
 * would.
 *
 * <p>Confined to the bus thread. Deadlines are {@link System#nanoTime()}. A call ends at once with
 * an {@link java.io.InterruptedIOException} when the thread is interrupted.
 */
interface ByteLine extends Closeable {
  /** Opens one. */
  @FunctionalInterface
  interface Opener {
    ByteLine open(long deadline) throws IOException;
  }

  /** Writes so many bytes from the beginning; false when they are not taken in time. */
  boolean write(byte[] bytes, int length, long deadline) throws IOException;

  /**
   * Reads what there is, at least one byte, to a place on; 0 when nothing comes in time. What has
   * come is read also when the deadline is over.
   */
  int read(byte[] into, int at, long deadline) throws IOException;
}
