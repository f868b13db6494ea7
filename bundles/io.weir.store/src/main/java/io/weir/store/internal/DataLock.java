package io.weir.store.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The sign on a data directory that a process is using it. */
final class DataLock implements Closeable {
  /** Another process, or another part of this one, has the directory. */
  static final class InUse extends IOException {
    private static final long serialVersionUID = 1L;

    InUse(Path directory, @Nullable Exception cause) {
      super(
          "the data directory "
              + directory
              + " is in use by another gateway; stop that one or set weir.data to another"
              + " directory",
          cause);
    }
  }

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory for this process, making it if it is not there.
   *
   * @throws InUse if it is taken; the message says which directory and what to do
   * @throws IOException if it cannot be used
   */
  static DataLock take(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new InUse(directory, e);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new InUse(directory, null);
    }
    return new DataLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
