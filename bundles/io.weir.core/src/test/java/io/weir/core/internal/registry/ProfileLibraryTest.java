package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The registry takes every profile that comes with the gateway. */
class ProfileLibraryTest {
  private static final Path FOLDER = Path.of("../../distrib/profiles");
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  void thereAreProfiles() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(25);
  }

  @Test
  void deviceOfTheReadmeIsTaken() throws IOException {
    Matcher sample = SAMPLE.matcher(Files.readString(FOLDER.resolve("README.md")));
    assertThat(sample.find()).isTrue();
    DeviceDocument device =
        DocumentParser.device("main-meter", sample.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(FOLDER.resolve(device.profile() + ".json")).exists();
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
