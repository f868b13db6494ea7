package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.State;
import io.weir.api.security.TlsIdentity;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A broker, and Debian's mosquitto clients as its devices. */
final class Site {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final FakeStatusBoard board = new FakeStatusBoard();
  final FakeSecretStore secrets = new FakeSecretStore();
  final Path data;
  List<String> mosquittoPlaces = Mosquitto.PLACES;
  private @Nullable MqttBroker broker;

  /** What a client's program said and how it ended. */
  record Result(int code, String output) {}

  Site(Path data) {
    this.data = data;
  }

  MqttBroker start(Map<String, ?> values) throws Exception {
    Map<String, Object> all = new HashMap<>(Map.of("port", 0));
    all.putAll(values);
    MqttBroker started =
        new MqttBroker(
            BrokerSettings.of(WrittenConfig.of(BrokerConfig.class, all), data.toString()),
            secrets,
            identity(),
            board,
            mosquittoPlaces);
    broker = started;
    return started;
  }

  MqttBroker run(Map<String, ?> values) throws Exception {
    MqttBroker started = start(values);
    await(() -> board.get("broker").state() == State.OK);
    return started;
  }

  void stop() throws InterruptedException {
    MqttBroker running = broker;
    broker = null;
    if (running != null) {
      running.stop();
      assertThat(board.has("broker")).isFalse();
    }
  }

  long counter(String name) {
    return board.get("broker").counters().getOrDefault(name, -1L);
  }

  /** Runs a client that is to succeed. */
  String client(String program, String... arguments) throws IOException, InterruptedException {
    Result result = tryClient(program, arguments);
    assertThat(result.code()).as(result.output() + board.parts()).isZero();
    return result.output();
  }

  Result tryClient(String program, String... arguments) throws IOException, InterruptedException {
    Process process = process(program, arguments);
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  Process process(String program, String... arguments) {
    MqttBroker running = Objects.requireNonNull(broker);
    List<String> all = List.of(arguments);
    int port = all.contains("--cafile") ? running.tlsPort() : running.port();
    List<String> command =
        new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", String.valueOf(port)));
    command.addAll(all);
    if (program.equals("mosquitto_sub") && !all.contains("-W")) {
      command.addAll(List.of("-W", "30"));
    }
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("needs mosquitto-clients; scripts/test installs them", e);
    }
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within %s", PATIENCE).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  Path keyStore() {
    return data.resolve("identity.p12");
  }

  private TlsIdentity identity() {
    return new TlsIdentity() {
      @Override
      public Path keyStore() {
        return Site.this.keyStore();
      }

      @Override
      public char[] keyStorePassword() {
        return "store-password".toCharArray();
      }

      @Override
      public String fingerprint() {
        return "AB:CD";
      }
    };
  }
}
