package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGKILL between a device's message and its acknowledgement: what a device was told that it was
 * taken is in the history. Mosquitto's and libcoap's clients are the devices.
 */
@Execution(ExecutionMode.CONCURRENT)
class AcknowledgedTest {
  private static final boolean SLOW = Boolean.getBoolean("weir.slow");
  private static final int KILLS = SLOW ? 10 : 1;
  private static final int ROUND = 10_000;
  private static final int MOST_ACKNOWLEDGED = SLOW ? 400 : 100;
  private static final Pattern PUBACK =
      Pattern.compile("received (?:PUBACK|PUBREC) \\(Mid: (\\d+)");

  private static final String METER =
      """
      { "id": "meter", "connection": "site", "period": "1m",
        "channels": [
          { "id": "one", "type": "integer", "address": { "topic": "meter/one" } },
          { "id": "two", "type": "integer", "address": { "topic": "meter/two" } } ] }
      """;

  private final Random random = new Random(5);
  private final List<Process> running = new ArrayList<>();
  private Path directory = Path.of("");
  private GatewayProcess gateway;
  private int port;
  private int coapPort;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    directory = Site.fresh(test.getTestMethod().orElseThrow().getName());
    port = Peer.freePort();
    coapPort = Peer.freePort();
    gateway = new GatewayProcess(directory);
    gateway.write("io.weir.store.cfg.json", "{\"commit.interval.ms\":300}");
    gateway.write(
        "io.weir.broker.cfg.json", "{\"port\":%d,\"recorded\":[\"meter/#\"]}".formatted(port));
    gateway.write("io.weir.driver.mqtt~site.cfg.json", "{\"link\":\"hub\"}");
    gateway.write(
        "io.weir.driver.coap.server~field.cfg.json",
        """
        { "address": "127.0.0.1", "port": %d, "plain.port": %d, "accept": "all",
          "psk": ["sensor-7=secret:sensor-7-key"] }
        """
            .formatted(Peer.freePort(), coapPort));
    gateway.write("secrets/sensor-7-key.secret", "open-sesame");
    gateway.write("devices/meter.json", METER);
    gateway.start();
  }

  @AfterEach
  void stop() {
    running.forEach(Process::destroyForcibly);
    gateway.close();
  }

  @Test
  void whatMqttAcknowledgedIsThere() throws Exception {
    Set<Long> one = new ConcurrentSkipListSet<>();
    Set<Long> two = new ConcurrentSkipListSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int enough = one.size() + 1 + random.nextInt(MOST_ACKNOWLEDGED);
      int enoughToo = two.size() + 1 + random.nextInt(MOST_ACKNOWLEDGED);
      Eventually.until("the hub", AcknowledgedTest.this::takesRecorded);
      publish("1", "meter/one", kill * ROUND, one);
      publish("2", "meter/two", kill * ROUND, two);
      Eventually.until("acknowledgements", () -> one.size() >= enough && two.size() >= enoughToo);
      gateway.kill();
      running.forEach(Process::destroyForcibly);
      running.clear();
      gateway.start();
    }
    isThere("meter/one", one);
    isThere("meter/two", two);
  }

  private boolean takesRecorded() throws Exception {
    Process probe =
        new ProcessBuilder(
                "mosquitto_pub",
                "-p",
                String.valueOf(port),
                "-q",
                "1",
                "-t",
                "meter/one",
                "-m",
                "-1")
            .start();
    return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
  }

  /** Publishes numbers one after the other, and notes which of them were acknowledged. */
  private void publish(String qos, String topic, int first, Set<Long> acknowledged)
      throws IOException {
    Process device =
        new ProcessBuilder(
                "stdbuf",
                "-oL",
                "mosquitto_pub",
                "-p",
                String.valueOf(port),
                "-q",
                qos,
                "-d",
                "-l",
                "-t",
                topic)
            .redirectErrorStream(true)
            .start();
    running.add(device);
    Thread reading = new Thread(() -> note(device, first, acknowledged), "device-" + topic);
    reading.start();
    Thread writing = new Thread(() -> write(device, first), "lines-" + topic);
    writing.start();
  }

  private static void note(Process device, int first, Set<Long> acknowledged) {
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(device.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        Matcher matcher = PUBACK.matcher(line);
        if (matcher.find()) {
          acknowledged.add((long) first + Long.parseLong(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** Line n is the message with the number n. */
  private static void write(Process device, int first) {
    try (Writer lines = device.outputWriter(StandardCharsets.UTF_8)) {
      for (int i = 1; i < ROUND; i++) {
        lines.write((first + i) + "\n");
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  @Test
  void whatCoapAcknowledgedIsThere() throws Exception {
    Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    Eventually.until("the device", () -> put(0));
    long next = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      Eventually.until("the server", () -> put(0));
      int enough = acknowledged.size() + 2 + random.nextInt(5);
      while (acknowledged.size() < enough) {
        long value = next++;
        if (put(value)) {
          acknowledged.add(value);
        }
      }
      gateway.kill(); // Right behind a 2.04.
      gateway.start();
    }
    isThere("freezer/temp", acknowledged);
  }

  private boolean put(long value) throws IOException, InterruptedException {
    Process client =
        new ProcessBuilder(
                "coap-client-gnutls",
                "-m",
                "put",
                "-t",
                "0",
                "-B",
                "10",
                "-v",
                "6",
                "-e",
                String.valueOf(value),
                "coap://127.0.0.1:" + coapPort + "/freezer/temp")
            .redirectErrorStream(true)
            .start();
    client.getOutputStream().close();
    String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    client.waitFor();
    return said.contains("2.04");
  }

  private void isThere(String channel, Set<Long> acknowledged) {
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    Eventually.until(
        acknowledged.size() + " values of " + channel,
        () -> {
          Set<Long> missing = new TreeSet<>(acknowledged);
          missing.removeAll(history(channel));
          if (!missing.isEmpty()) {
            throw new AssertionError("acknowledged and not recorded: " + missing);
          }
          return true;
        });
  }

  private Set<Long> history(String channel) throws Exception {
    Api api = new Api(gateway).signIn();
    Set<Long> values = new TreeSet<>();
    long to = (System.currentTimeMillis() + 3_600_000) * 1_000;
    long from = to - 7_200_000_000L;
    String range = "&from=%d&to=%d".formatted(from, to);
    for (JsonNode line : api.lines("export?channel=" + channel + "&format=jsonl" + range)) {
      if (line.path("quality").asText().equals("good")) {
        values.add(line.get("value").longValue());
      }
    }
    return values;
  }
}
