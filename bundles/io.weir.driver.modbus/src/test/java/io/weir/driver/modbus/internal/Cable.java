package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two serial ports with a cable between them, made by socat. */
final class Cable implements AutoCloseable {
  private final Path ours;
  private final Path theirs;
  private final Process socat;

  Cable() throws IOException {
    Path folder = Files.createTempDirectory("weir-cable");
    ours = folder.resolve("ours");
    theirs = folder.resolve("theirs");
    socat =
        new ProcessBuilder("socat", "pty,raw,echo=0,link=" + ours, "pty,raw,echo=0,link=" + theirs)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(ours) || !Files.exists(theirs)) {
      assertThat(System.nanoTime()).as("socat makes its ports").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The peer's end. */
  Path theirs() {
    return theirs;
  }

  /** Settings of a connection to the other end. */
  Map<String, Object> settings() {
    return Map.of(
        "port.name",
        ours.toString(),
        "parity",
        "none", // A cable of this kind has 8 data bits and nothing else.
        "data.bits",
        8,
        "stop.bits",
        1);
  }

  @Override
  public void close() {
    socat.destroy();
    assertThat(socat.onExit().orTimeout(30, TimeUnit.SECONDS).join().isAlive()).isFalse();
  }
}
