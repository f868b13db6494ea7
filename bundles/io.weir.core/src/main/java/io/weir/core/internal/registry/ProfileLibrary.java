package io.weir.core.internal.registry;

import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that ship with the gateway: read-only files, each read when a device names it.
 * Confined to the registry's thread but for {@link #ids} and {@link #read}.
 */
final class ProfileLibrary {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final String SUFFIX = ".json";

  private final @Nullable Path folder;
  private final Map<String, ProfileDocument> used = new HashMap<>();

  /** Of this folder; null when there is no library. */
  ProfileLibrary(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The ids of its profiles. */
  Set<String> ids() throws IOException {
    Set<String> ids = new TreeSet<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return ids;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        ids.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    return ids;
  }

  /** The profile's document, or null if there is none. */
  byte @Nullable [] read(String id) throws IOException {
    if (folder == null || !ID.matcher(id).matches()) {
      return null;
    }
    try {
      return Files.readAllBytes(folder.resolve(id + SUFFIX));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * The profile, or null if there is none.
   *
   * @throws ConfigException if its document is damaged
   */
  @Nullable ProfileDocument get(String id) {
    ProfileDocument known = used.get(id);
    if (known != null) {
      return known;
    }
    try {
      byte[] bytes = read(id);
      if (bytes == null) {
        return null;
      }
      ProfileDocument read = DocumentParser.profile(id, bytes);
      used.put(id, read);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
