package io.weir.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is backed up, and where it is.
 *
 * @param data the data directory
 * @param etc the configuration directory
 * @param gateway id of this gateway
 * @param version version of Weir
 */
record BackupSource(Path data, Path etc, String gateway, String version) {
  private static final List<String> FOLDERS = List.of("rules", "dead-letter");

  Path history() {
    return data.resolve("history.db");
  }

  /** Where a restore is made ready; the launcher knows it too. */
  Path staging() {
    return data.resolve("restore");
  }

  /** Files of the data directory that other parts keep. */
  List<Path> others() throws IOException {
    List<Path> found = new java.util.ArrayList<>();
    for (String folder : FOLDERS) {
      found.addAll(files(data.resolve(folder), ""));
    }
    return found;
  }

  /** The documents of the configuration. */
  List<Path> documents() throws IOException {
    return files(etc, ".json");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (java.io.UncheckedIOException e) {
      throw new IOException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }
}
