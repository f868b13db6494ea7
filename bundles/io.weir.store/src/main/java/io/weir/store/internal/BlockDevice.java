package io.weir.store.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The block device a directory is on, and what the kernel has counted of it since the machine
 * started (Linux, Documentation/ABI/stable/sysfs-block).
 *
 * @param name such as {@code mmcblk0p2}
 * @param stat where the kernel counts what is written
 * @param flushStat where it counts flushes: those of a partition are counted with its disk
 */
record BlockDevice(String name, Path stat, Path flushStat) implements WearMeter.Counter {
  private static final int SECTOR = 512;
  private static final int SECTORS_WRITTEN = 6;
  private static final int FLUSHES = 15;

  /**
   * The device under a directory, or null if none is visible: a file system in memory, over others
   * or over a network.
   *
   * @param root the file system's root, below which {@code proc} and {@code sys} are
   */
  static @Nullable BlockDevice under(Path directory, Path root) throws IOException {
    // Names of other mounts need not be text.
    String mounts = new String(Files.readAllBytes(mounts(root)), StandardCharsets.UTF_8);
    String number = number(directory.toRealPath(), mounts.split("\n"));
    Path link = root.resolve("sys/dev/block").resolve(number);
    if (number.isEmpty() || !Files.exists(link)) {
      return null;
    }
    Path device = link.toRealPath();
    boolean isPartition = Files.exists(device.resolve("partition"));
    return new BlockDevice(
        String.valueOf(device.getFileName()),
        device.resolve("stat"),
        device.resolve(isPartition ? "../stat" : "stat"));
  }

  @Override
  public long bytes() throws IOException {
    long sectors = count(stat, SECTORS_WRITTEN);
    if (sectors < 0) {
      throw new IOException(stat + " does not say what was written");
    }
    return sectors * SECTOR;
  }

  @Override
  public long flushes() throws IOException {
    return count(flushStat, FLUSHES);
  }

  private static Path mounts(Path root) {
    return root.resolve("proc/self/mountinfo");
  }

  /** The number of the device that is mounted nearest above a directory; the last of them hides. */
  private static String number(Path directory, String... mounts) {
    String number = "";
    int nearest = -1;
    for (String line : mounts) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        int depth = depthAbove(directory, fields[4]);
        if (depth >= 0 && depth >= nearest) {
          nearest = depth;
          number = fields[2];
        }
      }
    }
    return number;
  }

  /** How many names a mount point above a directory has, or -1 if it is not above it. */
  private static int depthAbove(Path directory, String mount) {
    try {
      Path point = Path.of(unescaped(mount));
      return directory.startsWith(point) ? point.getNameCount() : -1;
    } catch (InvalidPathException e) {
      // A name that this locale cannot write is in no path that it has.
      return -1;
    }
  }

  /** Space, tab, line feed and backslash are written as three octal digits. */
  private static String unescaped(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length) {
        plain[length++] =
            (byte) Integer.parseInt(new String(bytes, i + 1, 3, StandardCharsets.US_ASCII), 8);
        i += 3;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private static long count(Path file, int field) throws IOException {
    String[] fields = Files.readString(file).trim().split("\\s+");
    try {
      return field < fields.length ? Long.parseLong(fields[field]) : -1;
    } catch (NumberFormatException e) {
      throw new IOException(file + " does not hold numbers", e);
    }
  }
}
