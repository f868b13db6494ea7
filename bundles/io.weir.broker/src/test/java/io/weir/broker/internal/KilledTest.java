package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of the process with the hub, with mosquitto behind it. */
@Timeout(120)
class KilledTest {
  @TempDir Path data;
  private int port;
  private @Nullable Process hub;

  @AfterEach
  void stop() throws InterruptedException {
    Process last = hub;
    if (last != null) {
      last.destroy();
      last.waitFor();
    }
  }

  @Test
  void retainedMessagesAndSessionsSurvive() throws Exception {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    start();
    client("mosquitto_sub", "-i", "fan", "-c", "-q", "2", "-E", "-t", "fan/set");
    for (String qos : List.of("1", "2")) {
      client("mosquitto_pub", "-q", qos, "-t", "fan/set", "-m", qos);
    }
    client("mosquitto_pub", "-q", "1", "-r", "-t", "pump/state", "-m", "running");
    long behind = Long.parseLong(Files.readString(data.resolve("broker-mosquitto/pid")).strip());
    Objects.requireNonNull(hub).destroyForcibly().waitFor();
    Site.await(() -> ProcessHandle.of(behind).filter(ProcessHandle::isAlive).isEmpty());
    start();
    assertThat(client("mosquitto_sub", "-C", "1", "-t", "pump/state")).isEqualTo("running");
    assertThat(client("mosquitto_sub", "-i", "fan", "-c", "-q", "2", "-C", "2", "-t", "x"))
        .isEqualToNormalizingNewlines("1\n2");
  }

  private void start() throws IOException {
    hub =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dbehind=mosquitto",
                "-cp",
                System.getProperty("java.class.path"),
                LoadedBroker.class.getName(),
                data.toString(),
                String.valueOf(port),
                "disk")
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("hub.log").toFile())
            .start();
    Site.await(
        () -> {
          try {
            return run("mosquitto_pub", "-q", "1", "-t", "probe", "-m", "1").waitFor() == 0;
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private Process run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-p", String.valueOf(port)));
    command.addAll(List.of(arguments));
    if (program.equals("mosquitto_sub")) {
      command.addAll(List.of("-W", "30"));
    }
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private String client(String program, String... arguments) throws Exception {
    Process process = run(program, arguments);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said.strip();
  }
}
