package io.weir.store.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The file system of this machine. */
final class LocalDisk implements Disk {
  @Override
  public List<String> list(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new LocalFile(file, "rw");
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    try {
      return new LocalFile(file, "r");
    } catch (FileNotFoundException e) {
      // It stands for everything that keeps a file from being opened.
      if (Files.notExists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      throw e;
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Reads and writes by {@link RandomAccessFile}, which an interrupt of the calling thread does not
   * close; forcing goes through the channel, which it does, and is then done again on a new one.
   */
  private static final class LocalFile implements DiskFile {
    private final Path path;
    private final String mode;
    private volatile RandomAccessFile file;
    private long position;

    LocalFile(Path path, String mode) throws IOException {
      this.path = path;
      this.mode = mode;
      this.file = new RandomAccessFile(path.toFile(), mode);
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public void write(long at, byte[] bytes, int offset, int length) throws IOException {
      seek(at);
      position = -1;
      file.write(bytes, offset, length);
      position = at + length;
    }

    @Override
    public int read(long at, byte[] bytes, int offset, int length) throws IOException {
      seek(at);
      position = -1;
      int done = 0;
      while (done < length) {
        int more = file.read(bytes, offset + done, length - done);
        if (more < 0) {
          break;
        }
        done += more;
      }
      position = at + done;
      return done;
    }

    @Override
    public void truncate(long size) throws IOException {
      position = -1;
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      boolean interrupted = Thread.interrupted();
      try {
        boolean done = false;
        while (!done) {
          try {
            file.getChannel().force(false);
            done = true;
          } catch (ClosedByInterruptException e) {
            interrupted |= Thread.interrupted();
            position = -1;
            file = new RandomAccessFile(path.toFile(), mode);
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }

    private void seek(long at) throws IOException {
      if (at != position) {
        file.seek(at);
      }
    }
  }
}
