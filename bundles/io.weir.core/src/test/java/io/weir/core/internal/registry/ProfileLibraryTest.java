package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The registry takes every profile that comes with the gateway. */
class ProfileLibraryTest {
  private static final Path FOLDER = Path.of("../../distrib/profiles");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  void thereAreProfiles() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(25);
  }

  @ParameterizedTest
  @MethodSource("files")
  void isTaken(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    ProfileDocument profile = DocumentParser.profile(name, Files.readAllBytes(file));
    assertThat(profile.id()).isEqualTo(name);
    assertThat(profile.source()).isNotEmpty();
  }
}
