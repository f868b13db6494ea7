package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path home;
  private final Properties system = new Properties();

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(
        home.resolve("conf/start.properties"), "first = a, b\nlast = c*\nshell = g*, s\n");
    system.setProperty("weir.home", home.toString());
  }

  @Test
  void everythingIsBelowTheInstallationUnlessSaidOtherwise() {
    Settings settings = Settings.of(system);

    assertThat(settings.etc()).isEqualTo(home.resolve("etc"));
    assertThat(settings.data()).isEqualTo(home.resolve("data"));
    assertThat(settings.run()).isEqualTo(home.resolve("data/run"));
    assertThat(settings.gatewayId()).isNotBlank();
    assertThat(settings.shell()).isFalse();
    assertThat(settings.startFirst()).containsExactly("a", "b");
    assertThat(settings.startLast()).containsExactly("c*");
    assertThat(settings.startForShell()).containsExactly("g*", "s");
  }

  @Test
  void directoriesAreAbsoluteWhateverTheCallerSays() {
    system.setProperty("weir.etc", "some/../etc");
    system.setProperty("weir.gateway.id", "plant-7");

    Settings settings = Settings.of(system);

    assertThat(settings.etc()).isEqualTo(Path.of("etc").toAbsolutePath());
    assertThat(settings.gatewayId()).isEqualTo("plant-7");
  }

  @Test
  void whatIsForTheShellStartsWithItAlone() {
    assertThat(Settings.of(system).starts("gogo")).isFalse();
    assertThat(Settings.of(system).starts("s")).isFalse();
    assertThat(Settings.of(system).starts("shop")).isTrue();
    system.setProperty("weir.shell", "true");
    assertThat(Settings.of(system).starts("gogo")).isTrue();
  }

  @Test
  void aDamagedInstallationIsNamed() throws IOException {
    Files.delete(home.resolve("conf/start.properties"));

    assertThatThrownBy(() -> Settings.of(system))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(home.resolve("conf/start.properties").toString());
  }
}
