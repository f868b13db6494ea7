package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFolderTest {
  @TempDir Path folder;

  @Test
  void startsTheFirstAsListedThenByNameThenTheLast() throws IOException {
    Jars.bundle(folder, "1.jar", "a.library");
    Jars.bundle(folder, "2.jar", "io.weir.web");
    Jars.bundle(folder, "3.jar", "felix.cm");
    Jars.bundle(folder, "4.jar", "io.weir.manage;singleton:=true");
    Jars.bundle(folder, "5.jar", "gogo.shell");
    Jars.bundle(folder, "6.jar", "gogo.command");
    Jars.bundle(folder, "7.jar", "z.library");

    assertThat(
            BundleFolder.list(
                folder, List.of("io.weir.manage", "felix.cm"), List.of("io.weir.web", "gogo*")))
        .extracting(BundleFolder.Entry::name)
        .containsExactly(
            "io.weir.manage",
            "felix.cm",
            "a.library",
            "z.library",
            "io.weir.web",
            "gogo.command",
            "gogo.shell");
  }

  @Test
  void leavesOutWhatIsNoBundle() throws IOException {
    Jars.jar(folder, "plain.jar", Map.of());
    Jars.bundle(folder, "bundle.jar", "a.bundle");
    Files.writeString(folder.resolve("notes.txt"), "not a jar");

    assertThat(BundleFolder.list(folder, List.of(), List.of()))
        .extracting(BundleFolder.Entry::name)
        .containsExactly("a.bundle");
  }

  @Test
  void leavesOutAJarThatCannotBeRead() throws IOException {
    Files.writeString(folder.resolve("torn.jar"), "PK and then nothing");
    Jars.bundle(folder, "bundle.jar", "a.bundle");

    assertThat(BundleFolder.list(folder, List.of(), List.of()))
        .extracting(BundleFolder.Entry::name)
        .containsExactly("a.bundle");
  }
}
