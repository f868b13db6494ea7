package io.weir.manage.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
  @TempDir Path folder;
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @Test
  void namesWhatWasCreatedReplacedAndDeleted() throws IOException, InterruptedException {
    try (ConfigWatcher watcher = new ConfigWatcher(folder, seen::add, () -> {})) {
      Path file = folder.resolve("io.weir.web.cfg.json");
      Files.writeString(folder.resolve("notes.txt"), "ignored");
      Files.writeString(file, "{}");
      assertThat(next()).isEqualTo("io.weir.web");

      Path draft = Files.writeString(folder.resolve(".draft.cfg.json"), "{\"port\":1}");
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(next()).isEqualTo("io.weir.web");

      Files.delete(file);
      assertThat(next()).isEqualTo("io.weir.web");
      assertThat(watcher).isNotNull();
    }
  }

  private String next() throws InterruptedException {
    String pid = seen.poll(30, TimeUnit.SECONDS);
    assertThat(pid).as("a change within 30 s").isNotNull();
    return String.valueOf(pid);
  }
}
