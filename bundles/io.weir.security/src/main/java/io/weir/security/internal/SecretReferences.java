package io.weir.security.internal;

import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds which documents refer to which secrets. */
final class SecretReferences {
  private static final int MOST_BYTES = 4 << 20;
  private static final Pattern REFERENCE =
      Pattern.compile("\"" + SecretStore.PREFIX + "([^\"\\\\]{1,64})\"");

  private SecretReferences() {}

  /** Names, and the documents below a directory that refer to each. */
  static Map<String, List<String>> in(Path directory) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> documents =
          all.filter(file -> file.toString().endsWith(".json"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      for (Path document : documents) {
        for (String name : names(document)) {
          found
              .computeIfAbsent(name, key -> new ArrayList<>())
              .add(directory.relativize(document).toString());
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException("cannot read " + directory + ": " + e.getMessage(), e);
    }
    return found;
  }

  private static Set<String> names(Path document) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try {
      if (Files.size(document) <= MOST_BYTES) {
        Matcher matcher =
            REFERENCE.matcher(
                new String(Files.readAllBytes(document), StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
          if (SecretStore.isName(matcher.group(1))) {
            names.add(matcher.group(1));
          }
        }
      }
    } catch (NoSuchFileException e) {
      return Set.of(); // replaced or deleted meanwhile
    }
    return names;
  }
}
