package io.weir.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real broker on a free port, with the lines of configuration a test gives. */
public final class Mosquitto {
  private static final long PATIENCE_SECONDS = 60;

  /** Where it listens, on loopback. */
  public final int port;

  /** What it logged, over all its lives. */
  public final List<String> log = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final List<String> lines;
  private @Nullable Process process;

  /** Not started yet; what it keeps is in the folder. */
  public Mosquitto(Path folder, String... lines) {
    this.folder = folder;
    this.lines = List.of(lines);
    port = freePort();
  }

  /** A port that was free a moment ago. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits until it listens. */
  public Mosquitto start() throws IOException, InterruptedException {
    Path file = folder.resolve("mosquitto-" + port + ".conf");
    boolean anonymous = lines.stream().noneMatch(line -> line.startsWith("allow_anonymous"));
    Files.writeString(
        file,
        "per_listener_settings false\n"
            + "log_type all\nlog_dest stderr\n"
            // As root it would else become somebody who may not read the test's files.
            + "user "
            + System.getProperty("user.name")
            + "\n"
            + (anonymous ? "allow_anonymous true\n" : "")
            + "listener "
            + port
            + " 127.0.0.1\n"
            + String.join("\n", lines)
            + "\n");
    CountDownLatch running = new CountDownLatch(1);
    Process started;
    try {
      started =
          new ProcessBuilder(executable(), "-c", file.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("mosquitto cannot be run; scripts/test installs it", e);
    }
    process = started;
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out = started.inputReader(UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  log.add(line);
                  if (line.contains(" running")) {
                    running.countDown();
                  }
                }
              } catch (IOException e) {
                log.add("log ends: " + e);
              } finally {
                running.countDown();
              }
            },
            "mosquitto-log");
    reader.setDaemon(true);
    reader.start();
    assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("running: %s", log).isTrue();
    assertThat(started.isAlive()).as("running: %s", log).isTrue();
    return this;
  }

  private static String executable() {
    Path debian = Path.of("/usr/sbin/mosquitto");
    return Files.isExecutable(debian) ? debian.toString() : "mosquitto";
  }

  public String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  /** Ends it with SIGKILL. */
  public void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      assertThat(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      process = null;
    }
  }
}
