package io.weir.driver.mqtt.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.DriverException;
import io.weir.driver.mqtt.internal.link.BrokerLink;
import io.weir.driver.mqtt.internal.link.Limits;
import io.weir.driver.mqtt.internal.link.Login;
import io.weir.driver.mqtt.internal.link.Server;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A device played by the command line programs of mosquitto. */
final class Device {
  private static final long PATIENCE_SECONDS = 60;

  private Device() {}

  /** Publishes once. */
  static void publish(int port, String topic, String payload, String... more)
      throws IOException, InterruptedException {
    publish(port, topic, payload.getBytes(UTF_8), more);
  }

  /** Publishes these bytes once. */
  static void publish(int port, String topic, byte[] payload, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("mosquitto_pub", "-h", "127.0.0.1", "-p", "" + port, "-t", topic, "-q", "1"));
    if (payload.length == 0) {
      command.add("-n");
    } else {
      command.add("-s");
    }
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(payload);
    }
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(() -> "mosquitto_pub " + topic + ": " + output(process))
        .isZero();
  }

  /** Publishes each line to one topic, as fast as it can. */
  static void publishLines(int port, String topic, String lines, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("mosquitto_pub", "-h", "127.0.0.1", "-p", "" + port, "-t", topic, "-l"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(lines.getBytes(UTF_8));
    }
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> output(process)).isZero();
  }

  /**
   * Publishes the same to each of these topics, a line each, kept by the broker. By a link of ours:
   * the program has one topic a process.
   */
  static void publishEach(int port, String topics, String payload) throws DriverException {
    try (BrokerLink link =
        BrokerLink.open(
            Server.of("127.0.0.1", port, false, "", "", Path.of(".")),
            Login.of("publisher", "", "", "clean", new FakeSecretStore()),
            Limits.of(60_000, 60, 128, 64),
            new FakeClock(),
            () -> {},
            new LongAdder())) {
      for (String topic : topics.lines().toList()) {
        link.publish(topic, payload.getBytes(UTF_8), 1, true, 60_000);
      }
    }
  }

  /**
   * Answers each message to one topic with a retained one to another.
   *
   * @param answer shell words of the payload; {@code $v} is what came
   */
  static AutoCloseable answering(int port, String topic, String to, String answer)
      throws IOException, InterruptedException {
    String script =
        "mosquitto_sub -h 127.0.0.1 -p %1$d -q 1 -t '%2$s' -t ready | while read -r v; do "
            + "if [ \"$v\" = hello ]; then echo ready; else "
            + "mosquitto_pub -h 127.0.0.1 -p %1$d -q 1 -r -t '%3$s' -m %4$s; fi; done";
    Process process =
        new ProcessBuilder("sh", "-c", script.formatted(port, topic, to, answer))
            .redirectErrorStream(true)
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.getInputStream().available() == 0 && System.nanoTime() < end) {
      publish(port, "ready", "hello");
    }
    assertThat(process.getInputStream().available()).as("the device listens").isPositive();
    return () -> {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    };
  }

  private static String output(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }
}
