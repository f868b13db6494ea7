package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedRestoreTest {
  private static final Map<String, String> OLD =
      Map.of(
          "data/channels.tsv", "old channels",
          "data/history.db", "old history",
          "data/history.db-journal", "old pages",
          "data/journal/event/000001.seg", "old events",
          "data/security/keystore.p12", "key",
          "etc/devices/old.json", "old device",
          "etc/both.json", "old both",
          "etc/ca.pem", "certificate");
  private static final Map<String, String> NEW =
      Map.of(
          "data/channels.tsv", "new channels",
          "data/history.db", "new history",
          "data/journal/event/000001.seg", "new events",
          "data/journal/event/skipped-2-9", "",
          "data/boots.json", "new boots",
          "data/security/keystore.p12", "key",
          "etc/devices/new.json", "new device",
          "etc/both.json", "new both",
          "etc/ca.pem", "certificate");

  @TempDir Path home;

  /** Where the process is killed. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends at one change. */
  private static final class Failing extends FileWork {
    private int left;

    Failing(int changes) {
      left = changes;
    }

    @Override
    void step() {
      if (--left < 0) {
        throw new Killed();
      }
    }
  }

  @Test
  void whatWasThereIsKeptAside() throws IOException {
    Path root = stage("run");

    restore(root, new FileWork()).apply();

    assertThat(state(root)).isEqualTo(NEW);
    assertThat(restore(root, new FileWork()).isPending()).isFalse();
    Map<String, String> before = state(before(root));
    assertThat(before)
        .containsEntry("journal/event/000001.seg", "old events")
        .containsEntry("history.db-journal", "old pages")
        .containsEntry("etc/devices/old.json", "old device")
        .doesNotContainKey("etc/ca.pem");
  }

  @Test
  void killedAtAnyChangeTheNextStartEndsWithAllOfIt() throws IOException {
    int changes = 0;
    boolean killed = true;
    while (killed) {
      Path root = stage("killed-" + changes);
      killed = isKilled(root, changes);
      restore(root, new FileWork()).apply();
      assertThat(state(root)).as("killed at change %d", changes).isEqualTo(NEW);
      assertThat(state(before(root)))
          .as("killed at change %d", changes)
          .containsEntry("channels.tsv", "old channels")
          .containsEntry("etc/both.json", "old both");
      changes++;
    }
    assertThat(changes).isGreaterThan(30);
  }

  @Test
  void killedAgainAndAgainItStillEnds() throws IOException {
    Path root = stage("again");
    int starts = 0;
    while (isKilled(root, 4 + starts)) {
      starts++;
      assertThat(restore(root, new FileWork()).isPending()).isTrue();
    }
    assertThat(starts).isGreaterThan(3);
    assertThat(state(root)).isEqualTo(NEW);
  }

  @Test
  void onlyTheLastOneIsKept() throws IOException {
    Path root = stage("twice");
    Path earlier = root.resolve("data/before-restore-20200101-000000");
    write(earlier, Map.of("channels.tsv", "older"));

    restore(root, new FileWork()).apply();

    assertThat(earlier).doesNotExist();
    assertThat(state(before(root))).containsEntry("channels.tsv", "old channels");
  }

  @Test
  void aConfigurationThatCannotBeWrittenLeavesEverythingAsItWas() throws IOException {
    Path root = stage("read-only");
    FileWork full =
        new FileWork() {
          private int changes;

          @Override
          void step() throws IOException {
            if (++changes == 4) {
              throw new IOException("No space left on device");
            }
          }
        };

    restore(root, full).apply();

    assertThat(state(root)).isEqualTo(OLD);
    assertThat(restore(root, new FileWork()).isPending()).isFalse();
  }

  @Test
  void withoutABackupNothingIsTouched() throws IOException {
    write(home, OLD);

    restore(home, new Failing(0)).apply();

    assertThat(state(home)).isEqualTo(OLD);
  }

  private static boolean isKilled(Path root, int changes) throws IOException {
    try {
      restore(root, new Failing(changes)).apply();
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private static StagedRestore restore(Path root, FileWork work) {
    return new StagedRestore(root.resolve("data"), root.resolve("etc"), work);
  }

  private Path stage(String name) throws IOException {
    Path root = home.resolve(name);
    write(root, OLD);
    Map<String, String> restored = new TreeMap<>(NEW);
    restored.remove("data/security/keystore.p12");
    restored.remove("etc/ca.pem");
    write(root.resolve("data/restore/ready"), restored);
    return root;
  }

  private static void write(Path root, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = root.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }

  private static Path before(Path root) throws IOException {
    try (Stream<Path> all = Files.list(root.resolve("data"))) {
      return all.filter(each -> each.getFileName().toString().startsWith("before-restore-"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Files by name with what is in them, but for the lock and what was there before. */
  private static Map<String, String> state(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .forEach(file -> files.put(root.relativize(file).toString(), content(file)));
    }
    files.keySet().removeIf(name -> name.matches("data/(before-)?restore.*"));
    return files;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
