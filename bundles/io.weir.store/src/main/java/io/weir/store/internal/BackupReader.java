package io.weir.store.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup apart into a folder, durably, and refuses what is not one, whole and of a version
 * that is known. One thread.
 */
final class BackupReader {
  /** So much of the disk stays free. */
  private static final long ROOM = 64L << 20;

  /** A file does not grow beyond this and so many times its size. */
  private static final long GROWTH_FREE = 64L << 20;

  private static final long GROWTH = 50;

  /** After so many bytes the free space is looked at again. */
  private static final long LOOK = 1L << 20;

  private final Path folder;
  private final Map<String, String> sums = new TreeMap<>();
  private final byte[] buffer = new byte[1 << 16];
  private Properties manifest = new Properties();
  private Properties state = new Properties();
  private long bytes;
  private long roomFor = -1;

  BackupReader(Path folder) {
    this.folder = folder;
  }

  Properties manifest() {
    return manifest;
  }

  Properties state() {
    return state;
  }

  /** Reads to the end. */
  void read(InputStream in) throws IOException {
    Counted counted = new Counted(in);
    try (ZipInputStream zip = new ZipInputStream(counted, StandardCharsets.UTF_8)) {
      boolean ended = false;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (ended) {
          throw new IOException("something follows its end");
        }
        ended = take(entry.getName(), zip, counted);
      }
      if (sums.isEmpty()) {
        throw new IOException("it is not a backup of Weir");
      }
      if (!ended) {
        throw new IOException("its end is missing");
      }
    } catch (EOFException e) {
      throw new IOException("its end is missing", e);
    } catch (ZipException | IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  /** Takes an entry; returns whether it is the last. */
  private boolean take(String name, ZipInputStream zip, Counted counted) throws IOException {
    if (sums.isEmpty() && !name.equals(BackupFormat.MANIFEST)) {
      throw new IOException("it is not a backup of Weir");
    }
    if (name.equals(BackupFormat.SUMS)) {
      compare(new String(small(zip, counted, null), StandardCharsets.UTF_8));
      return true;
    }
    if (sums.size() >= BackupFormat.MOST_ENTRIES) {
      throw new IOException("it has more than " + BackupFormat.MOST_ENTRIES + " entries");
    }
    MessageDigest digest = BackupWriter.sha256();
    if (name.equals(BackupFormat.MANIFEST) && sums.isEmpty()) {
      manifest = BackupFormat.properties(small(zip, counted, digest));
      checkVersion();
    } else if (name.equals(BackupFormat.STATE)) {
      state = BackupFormat.properties(small(zip, counted, digest));
    } else if (BackupFormat.isKnown(name)) {
      file(name, zip, counted, digest);
    } else {
      throw new IOException("it has an entry '" + name + "', which no backup has");
    }
    if (sums.put(name, HexFormat.of().formatHex(digest.digest())) != null) {
      throw new IOException("its entry " + name + " is there twice");
    }
    return false;
  }

  private void checkVersion() throws IOException {
    long version = BackupFormat.number(manifest, "format", Integer.MAX_VALUE);
    if (version != BackupFormat.VERSION) {
      throw new IOException(
          "it has format "
              + version
              + " (Weir "
              + manifest.getProperty("version")
              + "), this gateway knows format "
              + BackupFormat.VERSION
              + "; update the gateway first");
    }
  }

  private void compare(String text) throws IOException {
    StringBuilder expected = new StringBuilder();
    Map<String, String> said = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        String[] parts = line.split(" {2}", 2);
        said.put(parts.length == 2 ? parts[1] : "", parts[0]);
      }
    }
    sums.forEach(
        (name, sum) -> {
          if (!sum.equals(said.get(name))) {
            expected.append(' ').append(name);
          }
        });
    if (expected.length() > 0) {
      throw new IOException("it is damaged: the checksum is wrong of" + expected);
    }
    if (said.size() != sums.size()) {
      throw new IOException("it is damaged: entries are missing");
    }
  }

  private byte[] small(ZipInputStream zip, Counted counted, @Nullable MessageDigest digest)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pour(zip, all, counted, digest, BackupFormat.MOST_TEXT);
    return all.toByteArray();
  }

  private void file(String name, ZipInputStream zip, Counted counted, MessageDigest digest)
      throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("its entry '" + name + "' leads elsewhere");
    }
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      pour(zip, Channels.newOutputStream(channel), counted, digest, Long.MAX_VALUE);
      channel.force(true);
    }
  }

  private void pour(
      ZipInputStream zip,
      OutputStream out,
      Counted counted,
      @Nullable MessageDigest digest,
      long most)
      throws IOException {
    long done = 0;
    int length = zip.read(buffer);
    while (length >= 0) {
      done += length;
      bytes += length;
      if (done > most || bytes > GROWTH_FREE + GROWTH * counted.count) {
        throw new IOException("it unpacks to more than a backup does");
      }
      if (bytes > roomFor) {
        roomFor = bytes + LOOK;
        checkRoom();
      }
      out.write(buffer, 0, length);
      if (digest != null) {
        digest.update(buffer, 0, length);
      }
      length = zip.read(buffer);
    }
  }

  private void checkRoom() throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() < ROOM + LOOK) {
      throw new IOException(
          "there is not enough space in "
              + folder.getParent()
              + " for it beside what is there; free some and repeat");
    }
  }

  /** Counts what is read. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long count;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      count += one >= 0 ? 1 : 0;
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int done = in.read(bytes, offset, length);
      count += Math.max(0, done);
      return done;
    }
  }
}
