package io.weir.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.store.Backup;
import io.weir.testing.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandsTest {
  private static final Backup.Summary SUMMARY =
      new Backup.Summary("plant-7", "1.2.3", FakeClock.DEFAULT_OFFSET, 3, 400, 5);

  @TempDir Path folder;
  private String restored = "";
  private boolean failing;

  private final BackupCommands commands =
      new BackupCommands(
          new Backup() {
            @Override
            public Summary write(OutputStream out) throws IOException {
              out.write("whole".getBytes(StandardCharsets.UTF_8));
              if (failing) {
                throw new IOException("the disk is full");
              }
              return SUMMARY;
            }

            @Override
            public Summary restore(InputStream in) throws IOException {
              restored = new String(in.readAllBytes(), StandardCharsets.UTF_8);
              return SUMMARY;
            }
          });

  @Test
  void aBackupIsWrittenToAFileAndRestoredFromIt() throws IOException {
    Path file = folder.resolve("plant.zip");

    assertThat(commands.backup(file.toString()))
        .isEqualTo(
            """
            GATEWAY  VERSION  TIME                  LAST EVENT  LAST TELEMETRY  BYTES
            plant-7    1.2.3  2026-01-01T00:00:00Z           3             400      5
            Written to %s, 5 bytes
            """
                .formatted(file));
    assertThat(commands.restore(file.toString())).endsWith("The gateway starts anew with it\n");
    assertThat(restored).isEqualTo("whole");
  }

  @Test
  void aBackupThatFailsLeavesTheEarlierOne() throws IOException {
    Path file = Files.writeString(folder.resolve("plant.zip"), "earlier");
    failing = true;

    assertThatThrownBy(() -> commands.backup(file.toString())).hasMessage("the disk is full");

    assertThat(file).hasContent("earlier");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }
}
