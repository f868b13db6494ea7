package io.weir.store.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channel file and its copy. New lines go to both, each forced, before they are used; at start
 * each makes good what the other has lost. One thread at a time.
 */
final class ChannelFiles implements Closeable {
  private final Disk disk;
  private final Path directory;
  private final ChannelLines lines;
  private final List<String> damage = new ArrayList<>();
  private final DiskFile file;
  private @Nullable DiskFile copy;
  private long end;
  private long copyEnd;

  /** Reads both, and the journal where both have lost something. */
  ChannelFiles(Disk disk, Path directory) throws IOException {
    this.disk = disk;
    this.directory = directory;
    List<String> names = disk.list(directory);
    byte[] first = content(names, ChannelFile.NAME);
    byte[] second = content(names, ChannelFile.COPY);
    lines = ChannelLines.parse(first, first.length);
    ChannelLines other = ChannelLines.parse(second, second.length);
    int mended = lines.mend(other.byNumber().values());
    lines.reserve(other.size());
    int rescued = 0;
    if (lines.lost() > 0 || lines.size() == 0) {
      rescued = lines.mend(ChannelRescue.lines(disk, directory).values());
    }
    say(mended, "from its copy");
    say(rescued, "from the journal");
    say(lines.lost(), "");
    end = lines.end();
    byte[] right = mended + rescued > 0 ? lines.toBytes() : Arrays.copyOf(first, lines.end());
    if (mended + rescued > 0) {
      end = repair(ChannelFile.NAME, right) ? right.length : end;
    }
    file = disk.open(directory.resolve(ChannelFile.NAME));
    try {
      if (file.size() > end) {
        file.truncate(end);
      }
      boolean same = Arrays.equals(second, right);
      if (same || repair(ChannelFile.COPY, right)) {
        copy = disk.open(directory.resolve(ChannelFile.COPY));
        copyEnd = right.length;
      }
      disk.forceDirectory(directory);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  ChannelLines lines() {
    return lines;
  }

  /** What was found damaged, in words; empty if nothing was. */
  String damage() {
    return String.join("; ", damage);
  }

  /** Adds lines to both files, durably, or to none. */
  void append(byte[] bytes) throws IOException {
    DiskFile second = copy;
    try {
      file.write(end, bytes, 0, bytes.length);
      file.force();
      if (second != null) {
        second.write(copyEnd, bytes, 0, bytes.length);
        second.force();
        copyEnd += bytes.length;
      }
      end += bytes.length;
    } catch (IOException e) {
      cut(file, end, e);
      if (second != null) {
        cut(second, copyEnd, e);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      DiskFile second = copy;
      if (second != null) {
        second.close();
      }
    }
  }

  private byte[] content(List<String> names, String name) throws IOException {
    if (!names.contains(name)) {
      return new byte[0];
    }
    try (DiskFile from = disk.openForReading(directory.resolve(name))) {
      byte[] content = new byte[Math.toIntExact(from.size())];
      return Arrays.copyOf(content, from.read(0, content, 0, content.length));
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private void say(int count, String source) {
    if (count > 0) {
      damage.add(
          count
              + " line(s) of "
              + ChannelFile.NAME
              + (source.isEmpty()
                  ? " are damaged; what was stored for them has no name"
                  : " were damaged and are restored " + source));
    }
  }

  /** Writes a file anew; what cannot be done now is tried again at the next start. */
  private boolean repair(String name, byte[] content) {
    Path fresh = directory.resolve(name + ".new");
    try {
      try (DiskFile to = disk.open(fresh)) {
        to.truncate(0);
        to.write(0, content, 0, content.length);
        to.force();
      }
      disk.rename(fresh, directory.resolve(name));
      disk.forceDirectory(directory);
      return true;
    } catch (IOException e) {
      damage.add(name + " cannot be written: " + e.getMessage());
      return false;
    }
  }

  private static void cut(DiskFile of, long at, IOException failure) {
    try {
      of.truncate(at);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
