package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker as Debian's mosquitto clients see it. */
class MqttBrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final FakeStatusBoard board = new FakeStatusBoard();
  private @Nullable MqttBroker broker;

  @AfterEach
  void stop() throws InterruptedException {
    if (broker != null) {
      broker.stop();
      assertThat(board.has("broker")).isFalse();
    }
  }

  @Test
  void aRetainedMessageReachesALaterSubscriber() throws Exception {
    int port = start(0);
    client(port, "mosquitto_pub", "-q", "1", "-r", "-t", "plant/state", "-m", "running");
    assertThat(client(port, "mosquitto_sub", "-C", "1", "-t", "plant/#", "-v"))
        .isEqualTo("plant/state running");
    assertThat(board.get("broker").state()).isEqualTo(State.OK);
  }

  @Test
  void aDeviceListOfAThirdOfAMegabytePasses() throws Exception {
    int port = start(0);
    Path list = Files.writeString(folder.resolve("list"), "x".repeat(350_000));
    client(port, "mosquitto_pub", "-q", "1", "-r", "-t", "bridge/devices", "-f", list.toString());
    assertThat(client(port, "mosquitto_sub", "-C", "1", "-t", "bridge/devices")).hasSize(350_000);
  }

  @Test
  void itRunsOnFewThreadsAndLeavesNoneBehind() throws Exception {
    int port = start(0);
    client(port, "mosquitto_pub", "-q", "1", "-t", "a", "-m", "b");
    assertThat(threads("nioEventLoopGroup")).isBetween(1L, 2L);
    await(() -> Long.valueOf(0).equals(board.get("broker").counters().get("clients")));
    MqttBroker running = broker;
    if (running != null) {
      running.stop();
    }
    await(() -> threads("nioEventLoopGroup") + threads("Session Executor") == 0);
    assertThat(Path.of(".moquette_uuid")).as("the makers' telemetry").doesNotExist();
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  @Test
  void aTakenPortIsSaidAndTriedAgain() throws Exception {
    int port;
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = other.getLocalPort();
      broker = new MqttBroker(settings(port), board);
      await(() -> board.get("broker").state() == State.ERROR);
      assertThat(board.get("broker").message()).contains("port " + port, "trying again");
    }
    await(() -> board.get("broker").state() == State.OK);
    client(port, "mosquitto_pub", "-q", "1", "-t", "a", "-m", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 1883, 1048576, host",
    "192.0.2.1, 1883, 1048576, host",
    "no.such.host.invalid, 1883, 1048576, host",
    "127.0.0.1, 70000, 1048576, port",
    "127.0.0.1, -1, 1048576, port",
    "127.0.0.1, 1883, 10, message.bytes"
  })
  void settingsThatCannotBeUsedAreNamed(String host, int port, int bytes, String field) {
    assertThatThrownBy(() -> BrokerSettings.of(host, port, bytes))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private int start(int port) {
    MqttBroker started = new MqttBroker(settings(port), board);
    broker = started;
    await(() -> started.port() > 0);
    return started.port();
  }

  private static BrokerSettings settings(int port) {
    return BrokerSettings.of("127.0.0.1", port, 1 << 20);
  }

  private static String client(int port, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", String.valueOf(port)));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("needs mosquitto-clients; scripts/test installs them", e);
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within %s", PATIENCE).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
