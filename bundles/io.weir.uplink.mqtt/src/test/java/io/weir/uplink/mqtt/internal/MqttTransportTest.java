package io.weir.uplink.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.api.uplink.Message;
import io.weir.testing.Certificates;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.Mosquitto;
import io.weir.testing.TransportContract;
import io.weir.uplink.mqtt.internal.Subscriber.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is MQTT's own, against a real broker. */
class MqttTransportTest {
  private static final String STATE = "weir/g1/state";

  @TempDir Path folder;

  private final FakeClock clock = new FakeClock();
  private final FakeSecretStore secrets = new FakeSecretStore();
  private final Listening listener = new Listening();
  private @Nullable Mosquitto mosquitto;
  private @Nullable MqttTransport transport;

  /** The contract's recorder, which only its subclasses may name. */
  private static final class Listening extends TransportContract.Recorder {}

  @AfterEach
  void end() throws InterruptedException {
    if (transport != null) {
      transport.stop();
    }
    if (mosquitto != null) {
      mosquitto.kill();
    }
  }

  private Mosquitto broker(String... lines) throws IOException, InterruptedException {
    Mosquitto started = new Mosquitto(folder, lines).start();
    mosquitto = started;
    return started;
  }

  private MqttTransport start(String url, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("url", url);
    MqttTransport started = new MqttTransport("cloud", TestConfig.settings(config, secrets), clock);
    transport = started;
    started.start(listener);
    return started;
  }

  private MqttTransport connected(String url, Map<String, Object> more) throws Exception {
    MqttTransport started = start(url, more);
    listener.until("connected", () -> listener.connected);
    return started;
  }

  private void refused(String url, Map<String, Object> more, String... words) throws Exception {
    start(url, more);
    listener.until("refused", () -> listener.disconnects > 0);
    assertThat(listener.reason).contains(words);
  }

  private static Message message(byte[] payload) {
    return new Message(
        "telemetry", "", payload, "application/json", false, Map.of("first", "1", "last", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void theStateIsRetainedWhileTheGatewayIsOnlineAndAfterItLeft(String version) throws Exception {
    Mosquitto broker = broker();
    MqttTransport started = connected(broker.url(), Map.of("version", version));
    long time = clock.epochMicros();
    try (Subscriber cloud = new Subscriber(broker.port)) {
      cloud.until("the state", all -> !all.isEmpty());
      assertTrue(cloud.arrivals.get(0).retained());
      assertEquals("{\"state\":\"online\",\"time\":" + time + "}", cloud.arrivals.get(0).text());
      started.stop();
      cloud.until("the farewell", all -> all.size() == 2);
      assertEquals("{\"state\":\"offline\",\"time\":" + time + "}", cloud.arrivals.get(1).text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void theBrokerSaysOfflineForAGatewayThatVanished(String version) throws Exception {
    Mosquitto broker = broker();
    try (Gate gate = new Gate(broker.port);
        Subscriber cloud = new Subscriber(broker.port)) {
      connected(gate.url(), Map.of("version", version));
      cloud.until("online", all -> cloud.of(STATE).size() == 1);
      gate.shut(true);
      cloud.until("offline", all -> cloud.of(STATE).size() == 2);
      assertEquals("{\"state\":\"offline\"}", cloud.of(STATE).get(1).text());
      gate.shut(false);
      cloud.until("online again", all -> cloud.of(STATE).size() == 3);
      assertThat(cloud.of(STATE).get(2).text()).contains("online");
    }
  }

  @Test
  void sequencesAndContentTypeTravelBesideThePayload() throws Exception {
    Mosquitto broker = broker();
    try (Subscriber cloud = new Subscriber(broker.port)) {
      MqttTransport started = connected(broker.url(), Map.of());
      started.publish(1, message("{}".getBytes(UTF_8)));
      cloud.until("it", all -> !cloud.of("weir/g1/telemetry").isEmpty());
      Arrival arrival = cloud.of("weir/g1/telemetry").get(0);
      assertEquals("application/json", arrival.contentType());
      assertEquals(Map.of("first", "1", "last", "2"), arrival.user());
      assertThat(cloud.of(STATE).get(0).contentType()).isEqualTo("application/json");
    }
  }

  @Test
  void theWindowIsTheSmallerOfTheBrokersAndTheConfigured() throws Exception {
    Mosquitto broker = broker("max_inflight_messages 5");
    assertEquals(5, connected(broker.url(), Map.of("in.flight", 16)).window());
  }

  @Test
  void theWindowIsTheConfiguredWhereTheBrokerAllowsMore() throws Exception {
    Mosquitto broker = broker();
    assertEquals(3, connected(broker.url(), Map.of("in.flight", 3)).window());
  }

  @Test
  void aMessageTooLargeForTheBrokerFailsForGoodWithoutBeingSent() throws Exception {
    Mosquitto broker = broker("max_packet_size 20000");
    MqttTransport started = connected(broker.url(), Map.of());
    started.publish(1, message(new byte[30_000]));
    started.publish(2, message(new byte[10_000]));
    listener.until("both answered", () -> listener.acknowledged.size() == 1);
    listener.until("both answered", () -> listener.failed.size() == 1);
    assertThat(listener.acknowledged).containsExactly(2L);
    assertThat(listener.failed.get(0)).startsWith("1 for good").contains("20000");
    assertEquals(0, listener.disconnects);
  }

  @Test
  void aMessageTheRightsForbidFailsForNow() throws Exception {
    Path rights = Files.writeString(folder.resolve("acl"), "topic write weir/g1/state\n");
    Mosquitto broker = broker("acl_file " + rights);
    MqttTransport started = connected(broker.url(), Map.of());
    started.publish(1, message(new byte[10]));
    listener.until("answered", () -> listener.failed.size() == 1);
    assertThat(listener.failed.get(0)).startsWith("1 for now").contains("not authorized");
  }

  @Test
  void aStateTheRightsForbidIsSaid() throws Exception {
    Path rights = Files.writeString(folder.resolve("acl"), "topic write weir/g1/telemetry\n");
    Mosquitto broker = broker("acl_file " + rights);
    refused(broker.url(), Map.of(), STATE, "not authorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void theUserIsLetInByThePasswordOfTheSecret(String version) throws Exception {
    Path users = folder.resolve("users");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", "-c", users.toString(), "anna", "sesame")
            .start();
    assertTrue(made.waitFor(60, TimeUnit.SECONDS));
    Mosquitto broker = broker("allow_anonymous false", "password_file " + users);
    secrets.with("cloud", "wrong");
    Map<String, Object> config =
        Map.of("version", version, "username", "anna", "password", "secret:cloud");
    refused(broker.url(), config, "the broker says", "username");
    secrets.with("cloud", "sesame");
    listener.until("let in with the right one", () -> listener.connected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void aMissingSecretIsNamed(String version) throws Exception {
    Mosquitto broker = broker();
    refused(
        broker.url(),
        Map.of("version", version, "username", "anna", "password", "secret:cloud"),
        "password: 'secret:cloud' cannot be used",
        "no such secret");
    secrets.with("cloud", "sesame");
    listener.until("connects once it is there", () -> listener.connected);
  }

  @Test
  void aBrokerThatIsNotThereIsNamed() throws Exception {
    int port = Mosquitto.freePort();
    refused("mqtt://127.0.0.1:" + port, Map.of(), "127.0.0.1:" + port, "refused");
  }

  @Test
  void anotherClientOfTheSameIdIsNamed() throws Exception {
    Mosquitto broker = broker();
    connected(broker.url(), Map.of());
    MqttTransport twin =
        new MqttTransport("twin", TestConfig.settings(Map.of("url", broker.url())), clock);
    Listening other = new Listening();
    twin.start(other);
    try {
      listener.until("taken over", () -> listener.disconnects > 0);
      assertThat(listener.reason).contains("client.id");
    } finally {
      twin.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void tlsTrustsTheGivenAuthorityOnly(String version) throws Exception {
    Certificates ours = Certificates.make(folder, "ours", "DNS:localhost,IP:127.0.0.1");
    Certificates theirs = Certificates.make(folder, "theirs", "DNS:localhost,IP:127.0.0.1");
    Mosquitto broker = broker(ours.lines());
    String url = "mqtts://localhost:" + broker.port;
    refused(
        url,
        Map.of("version", version, "ca.file", theirs.certificate().toString()),
        "TLS",
        "ca.file");
    stopAndForget();
    refused(url, Map.of("version", version), "TLS", "ca.file");
    stopAndForget();
    MqttTransport started =
        connected(url, Map.of("version", version, "ca.file", ours.certificate().toString()));
    started.publish(1, message(new byte[100_000]));
    listener.until("acknowledged", () -> listener.acknowledged.contains(1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void aCertificateForAnotherHostIsRefused(String version) throws Exception {
    Certificates ours = Certificates.make(folder, "ours", "DNS:elsewhere.example");
    Mosquitto broker = broker(ours.lines());
    refused(
        "mqtts://localhost:" + broker.port,
        Map.of("version", version, "ca.file", ours.certificate().toString()),
        "TLS");
  }

  @Test
  void aWrongCaFileIsNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("ca.pem"), "not a certificate");
    String url = "mqtts://localhost:" + Mosquitto.freePort();
    refused(url, Map.of("ca.file", text.toString()), "ca.file", "PEM");
    stopAndForget();
    refused(url, Map.of("ca.file", "/nowhere/ca.pem"), "ca.file", "cannot be read");
  }

  private void stopAndForget() {
    if (transport != null) {
      transport.stop();
      transport = null;
    }
    listener.disconnects = 0;
    listener.reason = "";
  }

  /** With the library's own sockets each message takes 40 ms and more. */
  @Test
  void oneMessageAtATimeDoesNotWaitForTheOneBefore() throws Exception {
    Mosquitto broker = broker();
    MqttTransport started = connected(broker.url(), Map.of("in.flight", 1));
    long[] nanos = new long[100];
    for (int i = 0; i < nanos.length; i++) {
      long ticket = i + 1L;
      long start = System.nanoTime();
      started.publish(ticket, message(new byte[10_000]));
      listener.until("acknowledged", () -> listener.acknowledged.contains(ticket));
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    // A busy machine makes some of them slow, but not three of four.
    assertThat(TimeUnit.NANOSECONDS.toMillis(nanos[nanos.length / 4])).isLessThan(35);
  }
}
