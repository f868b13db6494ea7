package io.weir.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars of a folder in the order in which they are to start. */
final class BundleFolder {
  private static final Logger LOG = LoggerFactory.getLogger(BundleFolder.class);
  private static final int MIDDLE = 1_000;
  private static final int LAST = 2_000;

  /**
   * One bundle on disk.
   *
   * @param file the jar
   * @param name its symbolic name, without directives
   */
  record Entry(Path file, String name) {}

  private BundleFolder() {}

  /**
   * Bundles of {@code folder}: {@code first} as listed, the rest by name, {@code last} at the end.
   */
  static List<Entry> list(Path folder, List<String> first, List<String> last) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : jars) {
        String name = symbolicName(jar);
        if (name != null) {
          entries.add(new Entry(jar, name));
        }
      }
    }
    entries.sort(
        Comparator.<Entry>comparingInt(e -> rank(e.name(), first, last))
            .thenComparing(Entry::name));
    return entries;
  }

  private static int rank(String name, List<String> first, List<String> last) {
    int early = first.indexOf(name);
    if (early >= 0) {
      return early;
    }
    for (int i = 0; i < last.size(); i++) {
      if (matches(last.get(i), name)) {
        return LAST + i;
      }
    }
    return MIDDLE;
  }

  /** Whether a symbolic name, or a prefix ending in {@code *}, stands for this name. */
  static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(name);
  }

  /** The bundle's name, or null for what is none: one bad file does not stop the gateway. */
  private static @Nullable String symbolicName(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      String name =
          manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
      if (name == null) {
        LOG.error("{} is not an OSGi bundle and is left out", jar);
        return null;
      }
      int directives = name.indexOf(';');
      return (directives < 0 ? name : name.substring(0, directives)).strip();
    } catch (IOException e) {
      LOG.error("{} cannot be read and is left out", jar, e);
      return null;
    }
  }
}
