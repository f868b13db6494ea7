package io.weir.security.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** How a file is replaced for good: each step apart, so that a test can make it fail. */
class FileSteps {
  /** The file is the new one, but may be the old one again after a power cut. */
  static final class UnconfirmedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnconfirmedException(Path file, IOException cause) {
      super(file + " was written, but the disk did not confirm it: " + cause.getMessage(), cause);
    }
  }

  /** Makes a file that only its owner may read, all of it on the disk on return. */
  void create(Path file, byte[] content) throws IOException {
    PrivateFiles.create(file, content);
  }

  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts what was moved or deleted in a directory on the disk. */
  void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Puts content in the place of what a file has.
   *
   * @throws UnconfirmedException if it was done, and is not known to last
   * @throws IOException if it was not done; what was there is there
   */
  final void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(temporary);
      create(temporary, content);
      move(temporary, file);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    confirm(file);
  }

  /**
   * Gives a file another name, in the place of another file of that name, if any.
   *
   * @throws UnconfirmedException if it was done, and is not known to last
   */
  final void rename(Path from, Path to) throws IOException {
    move(from, to);
    confirm(to);
  }

  private void confirm(Path file) throws UnconfirmedException {
    try {
      force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    } catch (IOException e) {
      throw new UnconfirmedException(file, e);
    }
  }
}
