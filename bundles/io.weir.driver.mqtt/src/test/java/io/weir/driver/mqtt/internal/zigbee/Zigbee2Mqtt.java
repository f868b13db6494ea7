package io.weir.driver.mqtt.internal.zigbee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.Mosquitto;
import io.weir.testing.NpmPackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real zigbee2mqtt over a virtual radio, with a network of many models. */
final class Zigbee2Mqtt {
  private static final String VERSION = "2.14.1";
  private static final long PATIENCE_SECONDS = 240;
  private static final Path SOURCES = Path.of("src/test/resources/zigbee2mqtt");

  /** What it logged, over all its lives. */
  final List<String> log = new CopyOnWriteArrayList<>();

  private final Path modules;
  private final Path data;
  private final int radioPort = Mosquitto.freePort();
  private @Nullable Process process;

  private Zigbee2Mqtt(Path modules, Path data) {
    this.modules = modules;
    this.data = data;
  }

  /**
   * Makes a network of the models of {@code models.txt}.
   *
   * <p>The first time, zigbee2mqtt is fetched with npm into the user's cache. The test is skipped
   * when npm cannot be reached.
   */
  static Zigbee2Mqtt seeded(Path folder, Mosquitto broker) throws Exception {
    Path modules = NpmPackage.modules("zigbee2mqtt", VERSION);
    Path data = folder.resolve("zigbee2mqtt");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "node",
            SOURCES.resolve("seed.js").toAbsolutePath().toString(),
            modules.toString(),
            data.toString(),
            String.valueOf(broker.port)));
    command.addAll(models());
    Process seed = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(seed.getInputStream().readAllBytes(), UTF_8);
    assertThat(seed.waitFor()).as(said).isZero();
    return new Zigbee2Mqtt(modules, data);
  }

  static List<String> models() throws IOException {
    return Files.readAllLines(SOURCES.resolve("models.txt"));
  }

  /** Starts it and waits until it says so. */
  Zigbee2Mqtt start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "node",
            "-r",
            SOURCES.resolve("radio.js").toAbsolutePath().toString(),
            modules.resolve("zigbee2mqtt/index.js").toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "Z2M_MODULES", modules.toString(),
                "RADIO_PORT", String.valueOf(radioPort),
                "ZIGBEE2MQTT_DATA", data.toString(),
                "Z2M_ONBOARD_NO_SERVER", "1",
                "Z2M_ONBOARD_NO_REDIRECT", "1"));
    Process started = builder.redirectErrorStream(true).directory(data.toFile()).start();
    process = started;
    CountDownLatch running = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out = started.inputReader(UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  log.add(line);
                  if (line.contains("Zigbee2MQTT started!")) {
                    running.countDown();
                  }
                }
              } catch (IOException e) {
                log.add("log ends: " + e);
              } finally {
                running.countDown();
              }
            },
            "zigbee2mqtt-log");
    reader.setDaemon(true);
    reader.start();
    assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s", log).isTrue();
    assertThat(started.isAlive()).as("%s", log).isTrue();
    return this;
  }

  /** Has the virtual radio hear something, see {@code radio.js}; returns what it answers. */
  String radio(String order) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), radioPort);
        BufferedReader in =
            new BufferedReader(new java.io.InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.getOutputStream().write((order + "\n").getBytes(UTF_8));
      return String.valueOf(in.readLine());
    }
  }

  /** A device reports attributes. */
  void report(String ieee, String cluster, String attributes) throws IOException {
    String order =
        "{\"device\":\"%s\",\"cluster\":\"%s\",\"attributes\":%s}"
            .formatted(ieee, cluster, attributes);
    assertThat(radio(order)).isEqualTo("ok");
  }

  /** Ends it as a service would. */
  void stop() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      assertThat(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      process = null;
    }
  }

  /** Ends it at once. */
  void kill() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      assertThat(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      process = null;
    }
  }
}
