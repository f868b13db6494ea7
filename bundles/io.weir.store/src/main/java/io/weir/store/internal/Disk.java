package io.weir.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file operations of the store, so that tests can make each of them fail. Any thread. */
interface Disk {
  /** Names of the files in a directory, which is made if it is not there. */
  List<String> list(Path directory) throws IOException;

  /** Opens a file for reading and writing, making it if it is not there. */
  DiskFile open(Path file) throws IOException;

  /**
   * Opens a file that is there for reading.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  DiskFile openForReading(Path file) throws IOException;

  /** Removes a file. */
  void delete(Path file) throws IOException;

  /** Gives a file another name in the same directory. */
  void rename(Path from, Path to) throws IOException;

  /** Makes the names of a directory's files durable. */
  void forceDirectory(Path directory) throws IOException;
}
