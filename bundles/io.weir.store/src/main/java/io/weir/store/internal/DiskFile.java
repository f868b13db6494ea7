package io.weir.store.internal;

import java.io.Closeable;
import java.io.IOException;

/** An open file. One thread at a time, except {@link #force}, which any thread may call. */
interface DiskFile extends Closeable {
  /** Length of the file. */
  long size() throws IOException;

  /** Hands bytes to the operating system, in one call. */
  void write(long position, byte[] bytes, int offset, int length) throws IOException;

  /** Reads as many of these bytes as the file has and returns how many. */
  int read(long position, byte[] bytes, int offset, int length) throws IOException;

  /** Cuts the file to this length. */
  void truncate(long size) throws IOException;

  /** Makes what was written durable; not the file's times. */
  void force() throws IOException;
}
