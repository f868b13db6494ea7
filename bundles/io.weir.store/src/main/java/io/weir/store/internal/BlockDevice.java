package io.weir.store.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    String number = number(directory.toRealPath(), Files.readAllLines(mounts(root)));
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
    return count(stat, SECTORS_WRITTEN) * SECTOR;
  }

  @Override
  public long flushes() throws IOException {
    return count(flushStat, FLUSHES);
  }

  private static Path mounts(Path root) {
    return root.resolve("proc/self/mountinfo");
  }

  /** The number of the device that is mounted nearest above a directory; the last of them hides. */
  private static String number(Path directory, List<String> mounts) {
    String number = "";
    int nearest = -1;
    for (String line : mounts) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        Path point = Path.of(unescaped(fields[4]));
        if (directory.startsWith(point) && point.getNameCount() >= nearest) {
          nearest = point.getNameCount();
          number = fields[2];
        }
      }
    }
    return number;
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
