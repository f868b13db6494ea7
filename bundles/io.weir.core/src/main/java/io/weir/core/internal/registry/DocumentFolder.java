package io.weir.core.internal.registry;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One folder of JSON documents: reads what changed, refuses what is wrong and keeps its last good
 * version in force. Confined to one thread.
 */
final class DocumentFolder<T> {
  /** What is added to a reason where it is so. */
  static final String LAST_GOOD = ". The last good version stays in force.";

  private static final String SUFFIX = ".json";
  private static final int MAX_BYTES = 16 << 20;

  /** Stands for the bytes of a file that is there and cannot be read: it counts as unchanged. */
  private static final byte[] UNREAD = new byte[0];

  private static final class Entry<T> {
    /** Of the bytes read last: the bytes themselves would be kept for nothing else. */
    byte[] digest = digest(new byte[0]);

    @Nullable T good;
    StatusBoard.@Nullable Part problem;
    boolean refused;
  }

  private final Path folder;
  private final BiFunction<String, byte[], T> parser;
  private final StatusBoard board;
  private final Map<String, Entry<T>> entries = new TreeMap<>();

  /**
   * @param parser makes a document of a file's name without suffix and its bytes; throws {@link
   *     ConfigException}
   */
  DocumentFolder(Path folder, BiFunction<String, byte[], T> parser, StatusBoard board) {
    this.folder = folder;
    this.parser = parser;
    this.board = board;
  }

  Path path() {
    return folder;
  }

  /** The documents in force, by id. */
  Map<String, T> documents() {
    Map<String, T> documents = new TreeMap<>();
    entries.forEach(
        (id, entry) -> {
          if (entry.good != null) {
            documents.put(id, entry.good);
          }
        });
    return documents;
  }

  /** Reads what changed since the last scan; returns whether anything in force changed. */
  boolean scan() throws IOException {
    Map<String, byte[]> files = read();
    boolean changed = removeAllBut(files.keySet());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getValue() == UNREAD) {
        continue;
      }
      Entry<T> entry = entries.computeIfAbsent(file.getKey(), id -> new Entry<>());
      byte[] digest = digest(file.getValue());
      if (!Arrays.equals(entry.digest, digest)) {
        entry.digest = digest;
        changed |= parse(file.getKey(), file.getValue(), entry);
      }
    }
    return changed;
  }

  /** Shows that a document, good in itself, does not work with the others. */
  void refuse(String id, String reason) {
    Entry<T> entry = entries.get(id);
    if (entry != null && (entry.problem == null || entry.refused)) {
      entry.refused = true;
      report(id, entry, reason);
    }
  }

  /** Takes back a refusal. */
  void accept(String id) {
    Entry<T> entry = entries.get(id);
    if (entry != null && entry.refused) {
      clear(entry);
    }
  }

  private boolean removeAllBut(Set<String> ids) {
    boolean changed = false;
    for (String gone : new HashSet<>(entries.keySet())) {
      if (!ids.contains(gone)) {
        Entry<T> entry = entries.remove(gone);
        if (entry != null) {
          clear(entry);
          changed |= entry.good != null;
        }
      }
    }
    return changed;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private boolean parse(String id, byte[] bytes, Entry<T> entry) {
    try {
      T document = parser.apply(id, bytes);
      clear(entry);
      entry.good = document;
      return true;
    } catch (ConfigException e) {
      entry.refused = false;
      report(id, entry, e.getMessage() + keeps(entry));
      return false;
    }
  }

  private static String keeps(Entry<?> entry) {
    return entry.good == null ? "" : LAST_GOOD;
  }

  private void report(String id, Entry<T> entry, String reason) {
    StatusBoard.Part part = entry.problem;
    if (part == null) {
      part = board.part("config/" + folder.getFileName() + "/" + id + SUFFIX);
      entry.problem = part;
    }
    part.status(State.ERROR, "config", reason);
  }

  private static void clear(Entry<?> entry) {
    StatusBoard.Part part = entry.problem;
    if (part != null) {
      part.ok();
      part.close();
      entry.problem = null;
      entry.refused = false;
    }
  }

  private Map<String, byte[]> read() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : stream) {
        String name = file.getFileName().toString();
        // Editors keep hidden copies beside the file.
        if (!name.startsWith(".") && Files.isRegularFile(file)) {
          readInto(files, name.substring(0, name.length() - SUFFIX.length()), file);
        }
      }
    } catch (NoSuchFileException e) {
      return files;
    }
    return files;
  }

  private void readInto(Map<String, byte[]> files, String id, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("is larger than 16 MiB");
      }
      files.put(id, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      files.remove(id); // Deleted between listing and reading.
    } catch (IOException e) {
      Entry<T> entry = entries.computeIfAbsent(id, key -> new Entry<>());
      files.put(id, UNREAD);
      report(id, entry, "The file cannot be read: " + e.getMessage() + keeps(entry));
    }
  }
}
