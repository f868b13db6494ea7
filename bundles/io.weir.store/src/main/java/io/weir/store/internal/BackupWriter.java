package io.weir.store.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the entries of a backup one after another and sums them up. One thread. */
final class BackupWriter {
  private final ZipOutputStream zip;
  private final long millis;
  private final MessageDigest digest = sha256();
  private final StringBuilder sums = new StringBuilder();
  private String name = "";
  private long bytes;
  private int entries;

  BackupWriter(OutputStream out, long millis) {
    this.millis = millis;
    zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    // Most of it is packed already; what is not shrinks nearly as much by the quickest way.
    zip.setLevel(Deflater.BEST_SPEED);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins an entry. */
  void begin(String newName) throws IOException {
    if (++entries > BackupFormat.MOST_ENTRIES) {
      throw new IOException("there are more files than the " + entries + " a backup takes");
    }
    name = newName;
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(millis);
    zip.putNextEntry(entry);
  }

  /** Adds to the entry. */
  void write(byte[] content, int offset, int length) throws IOException {
    digest.update(content, offset, length);
    zip.write(content, offset, length);
    bytes += length;
  }

  /** Ends the entry. */
  void end() throws IOException {
    zip.closeEntry();
    sums.append(HexFormat.of().formatHex(digest.digest())).append("  ").append(name).append('\n');
  }

  /** Adds a whole entry. */
  void entry(String newName, byte[] content) throws IOException {
    begin(newName);
    write(content, 0, content.length);
    end();
  }

  /** Bytes of the entries so far. */
  long bytes() {
    return bytes;
  }

  /** Adds the sums and ends the file; the stream stays open. */
  void finish() throws IOException {
    begin(BackupFormat.SUMS);
    zip.write(sums.toString().getBytes(StandardCharsets.UTF_8));
    zip.finish();
    zip.flush();
  }
}
