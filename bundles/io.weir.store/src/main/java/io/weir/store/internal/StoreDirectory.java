package io.weir.store.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The data directory, taken for this process; registered once everything in it is open. */
public final class StoreDirectory implements Closeable {
  private final Path path;
  private final DataLock lock;

  private StoreDirectory(Path path, DataLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a directory.
   *
   * @throws DataLock.InUse if another process has it
   */
  static StoreDirectory take(Path path) throws IOException {
    return new StoreDirectory(path, DataLock.take(path));
  }

  Path path() {
    return path;
  }

  /** Gives the directory back. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
