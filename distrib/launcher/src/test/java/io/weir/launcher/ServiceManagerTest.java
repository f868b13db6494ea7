package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
  @TempDir Path folder;

  @Test
  void runsTheNotifierWithTheState() throws IOException {
    ServiceManager manager = new ServiceManager(Map.of("NOTIFY_SOCKET", "/run/x"), notifier());

    manager.accept("READY=1");
    manager.accept("WATCHDOG=1");

    assertThat(folder.resolve("said")).hasContent("READY=1\nWATCHDOG=1");
  }

  @Test
  void isSilentWhenNobodyAsks() throws IOException {
    ServiceManager manager = new ServiceManager(Map.of("WATCHDOG_USEC", "30000000"), notifier());

    manager.accept("READY=1");

    assertThat(folder.resolve("said")).doesNotExist();
    assertThat(manager.watchdog()).isEmpty();
  }

  @Test
  void feedsTheWatchdogThreeTimesWithinItsLimit() {
    ServiceManager manager =
        new ServiceManager(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000000"));

    assertThat(manager.watchdog()).contains(Duration.ofSeconds(10));
  }

  @Test
  void aMissingNotifierDoesNotStopTheGateway() {
    ServiceManager manager =
        new ServiceManager(
            Map.of("NOTIFY_SOCKET", "/run/x"), folder.resolve("nothing-here").toString());

    manager.accept("READY=1");

    assertThat(folder).isEmptyDirectory();
  }

  private String notifier() throws IOException {
    Path program = folder.resolve("notify");
    Files.writeString(program, "#!/bin/sh\necho \"$1\" >>" + folder.resolve("said") + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }
}
