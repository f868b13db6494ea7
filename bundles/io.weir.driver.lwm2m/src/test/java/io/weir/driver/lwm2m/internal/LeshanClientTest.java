package io.weir.driver.lwm2m.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.runtime.State;
import io.weir.testing.PushBench;
import java.time.Duration;
import java.util.Map;
import org.eclipse.leshan.core.request.ContentFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server and Eclipse Leshan's client. */
@Timeout(180)
class LeshanClientTest {
  private Lwm2mFixture server = new Lwm2mFixture(Map.of());
  private PushBench gateway = new PushBench(server.driver);

  @AfterEach
  void close() throws Exception {
    gateway.close();
  }

  private static Map<String, Object> at(String path) {
    return Map.of("device", "sensor-7", "path", path);
  }

  private void use(Map<String, Object> settings) {
    server = new Lwm2mFixture(settings);
    gateway = new PushBench(server.driver);
  }

  private Client client() {
    return new Client("sensor-7", server.secured().key("sensor-7", Lwm2mFixture.KEY));
  }

  @Test
  void aDeviceAppearsWithItsChannelsUnitsAndAccess() throws Exception {
    gateway.start();
    try (Client client = client().start()) {
      Announced device = server.known("sensor-7");
      assertThat(device.presence()).isEqualTo(Presence.ONLINE);
      assertThat(device.model()).isEqualTo("Acme T-1");
      assertThat(device.metadata())
          .containsEntry("serial", "SN-42")
          .containsEntry("instances without channels", "/26241/0");
      assertThat(device.channels())
          .contains(
              "{\"id\":\"temperature-0.sensor-value\","
                  + "\"name\":\"Temperature 0: Sensor Value\",\"access\":\"r\",\"unit\":\"Cel\","
                  + "\"period\":\"1m\",\"address\":{\"path\":\"/3303/0/5700\"}}",
              "{\"id\":\"light-control-0.dimmer\","
                  + "\"name\":\"Light Control 0: Dimmer\",\"access\":\"rw\",\"unit\":\"%\","
                  + "\"period\":\"1m\",\"address\":{\"path\":\"/3311/0/5851\"}}",
              "{\"id\":\"temperature-0.reset-min-and-max-measured-values\","
                  + "\"name\":\"Temperature 0: Reset Min and Max Measured Values\","
                  + "\"access\":\"w\",\"address\":{\"path\":\"/3303/0/5605\"}}")
          .noneMatch(channel -> channel.contains("/3/0/5\""));
      assertThat(client.isRegistered()).isTrue();
    }
    PushBench.until("the goodbye", () -> server.presence("sensor-7") == Presence.OFFLINE);
    assertThat(server.count("deregistrations")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "tlv", "senml-json", "senml-cbor"})
  void everyFormatReadsObservesAndWrites(String format) throws Exception {
    use(Map.of("format", format));
    gateway
        .channel("temp", Access.R, at("/3303/0/5700"))
        .channel("dimmer", Access.RW, at("/3311/0/5851"))
        .channel("kind", Access.RW, at("/3311/0/5750"))
        .start();
    try (Client client = client().start()) {
      PushBench.until("the first value", () -> gateway.values("temp").contains(21.5));
      client.thermometer.tell(5700, -3.25);
      PushBench.until("a notification", () -> gateway.values("temp").contains(-3.25));
      gateway.writeBits("dimmer", 77L);
      assertThat(client.lamp.values).containsEntry(5851, 77L);
      assertThat(gateway.read("dimmer")).isEqualTo(77L);
      assertThat(gateway.read("kind")).isEqualTo("desk");
    }
  }

  @Test
  void aDeviceThatPrefersAnotherFormatIsUnderstood() throws Exception {
    gateway.channel("temp", Access.R, at("/3303/0/5700")).start();
    try (Client client =
        new Client(
                "sensor-7",
                server.secured().key("sensor-7", Lwm2mFixture.KEY).format(ContentFormat.SENML_CBOR))
            .start()) {
      PushBench.until("the first value", () -> gateway.values("temp").contains(21.5));
      assertThat(client.isRegistered()).isTrue();
    }
  }

  @Test
  void whatIsNotObservedIsAskedForWholeInstancesAtATime() throws Exception {
    gateway
        .channel("min", Access.R, at("/3303/0/5601"))
        .channel("missing", Access.R, at("/3303/0/5603"))
        .start();
    try (Client client = client().start()) {
      server.known("sensor-7");
      assertThat(gateway.read("min")).isEqualTo(19.0);
      assertThatThrownBy(() -> gateway.read("missing"))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo(404));
      assertThat(client.isRegistered()).isTrue();
    }
  }

  @Test
  void anExecutableResourceIsExecutedByTrue() throws Exception {
    gateway.channel("reset", Access.W, at("/3303/0/5605")).start();
    try (Client client = client().start()) {
      server.known("sensor-7");
      gateway.writeBits("reset", 1L);
      assertThat(client.thermometer.executed).containsExactly(5605);
      assertThatThrownBy(() -> gateway.writeBits("reset", 0L))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("write true");
      assertThat(client.thermometer.executed).hasSize(1);
    }
  }

  @Test
  void aDeviceThatTakesAnotherValueThanWasWrittenIsNotBelieved() throws Exception {
    gateway.channel("dimmer", Access.RW, at("/3311/0/5851")).start();
    try (Client client = client().start()) {
      server.known("sensor-7");
      client.lamp.takesOnly(5851, 50L);
      assertThatThrownBy(() -> gateway.writeBits("dimmer", 77L))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("another value now: 50");
      PushBench.until("what it has", () -> gateway.values("dimmer").contains(50L));
    }
  }

  @Test
  void aResourceThatNobodyKnowsIsUsedWithTheTypeThatItsChannelSays() throws Exception {
    gateway
        .channel(
            "level", Access.RW, Map.of("device", "sensor-7", "path", "/26241/0/1", "observe", true))
        .channel(
            "colour", Access.R, Map.of("device", "sensor-7", "path", "/26241/0/2", "type", "text"))
        .channel(
            "wrong",
            Access.R,
            Map.of("device", "sensor-7", "path", "/26241/1/2", "type", "boolean"))
        .start();
    try (Client client = client().start()) {
      PushBench.until("the first value", () -> gateway.values("level").contains(7.5));
      gateway.write("level", 8.25);
      assertThat(client.own.written).containsExactly(8.25);
      assertThat(gateway.read("colour")).isEqualTo("cornflower");
    }
  }

  @Test
  void anUnknownEndpointIsRefused() throws Exception {
    gateway.start();
    try (Client stranger =
        new Client("sensor-9", server.secured().key("sensor-9", Lwm2mFixture.KEY)).start()) {
      PushBench.until("an alert", () -> server.count("dtls-alerts") >= 1);
      assertThat(stranger.isRegistered()).isFalse();
      assertThat(server.driver.announced()).isNull();
    }
  }

  /** The handshake ends when the client has repeated itself for a minute. */
  @Test
  @EnabledIfSystemProperty(named = "weir.slow", matches = "true")
  void aWrongKeyIsRefused() throws Exception {
    gateway.start();
    try (Client wrong =
        new Client("sensor-7", server.secured().key("sensor-7", "not the right key")).start()) {
      PushBench.until("an alert", () -> server.count("dtls-alerts") >= 1);
      assertThat(wrong.isRegistered()).isFalse();
      assertThat(server.driver.announced()).isNull();
    }
  }

  @Test
  void nobodyTakesTheNameOfADeviceThatHasAKey() throws Exception {
    gateway.start();
    try (Client other =
            new Client("sensor-8", server.secured().key("sensor-7", Lwm2mFixture.KEY)).start();
        Client plain = new Client("sensor-7", server.plain()).start()) {
      PushBench.until("two refusals", () -> server.count("refused") >= 2);
      assertThat(other.isRegistered() || plain.isRegistered()).isFalse();
      assertThat(server.driver.announced()).isNull();
    }
  }

  @Test
  void anUpdateKeepsADeviceAndASilentOneIsGoneWhenItsLifetimeEnds() throws Exception {
    gateway.channel("temp", Access.R, at("/3303/0/5700")).start();
    Client client =
        new Client("sensor-7", server.secured().key("sensor-7", Lwm2mFixture.KEY).lifetime(4))
            .start();
    PushBench.until("the first value", () -> gateway.values("temp").contains(21.5));
    client.update();
    PushBench.until("an update", () -> server.count("updates") >= 1);
    client.vanish();
    PushBench.until(
        "the end of its lifetime", () -> server.presence("sensor-7") == Presence.OFFLINE);
    assertThat(server.count("lifetimes-expired")).isEqualTo(1);
    PushBench.until("a bad row", () -> gateway.values("temp").contains("bad/comm"));
    assertThatThrownBy(() -> gateway.read("temp"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("is not registered");
  }

  @Test
  void afterARestartOfTheGatewayADeviceRegistersAgainWithItsNextUpdate() throws Exception {
    gateway.channel("temp", Access.R, at("/3303/0/5700")).start();
    try (Client client = new Client("plain-1", server.plain())) {
      gateway.channel("plain", Access.R, Map.of("device", "plain-1", "path", "/3303/0/5700"));
      gateway.listen();
      client.start();
      PushBench.until("the first value", () -> gateway.values("plain").contains(21.5));
      gateway.call(
          () -> {
            server.driver.disconnect();
            return true;
          });
      assertThat(server.presence("plain-1")).isEqualTo(Presence.OFFLINE);
      gateway.forget();
      gateway.start();
      client.update();
      PushBench.until("it to be back", () -> gateway.values("plain").contains(21.5));
      assertThat(server.presence("plain-1")).isEqualTo(Presence.ONLINE);
      client.thermometer.tell(5700, 30.0);
      PushBench.until("a notification", () -> gateway.values("plain").contains(30.0));
    }
  }

  @Test
  void aWriteWaitsForASleeperAndComesWithItsNextUpdate() throws Exception {
    use(Map.of("awake.s", 1));
    gateway.channel("dimmer", Access.RW, at("/3311/0/5851")).start();
    try (Client client =
        new Client("sensor-7", server.secured().key("sensor-7", Lwm2mFixture.KEY).queued())
            .start()) {
      PushBench.until("the first value", () -> gateway.values("dimmer").contains(10L));
      PushBench.until("it to sleep", () -> server.count("asleep") == 1);
      gateway.writeBits("dimmer", 66L);
      assertThat(server.count("writes-waiting")).isEqualTo(1);
      assertThat(client.lamp.written).isEmpty();
      client.update();
      PushBench.until("the write", () -> client.lamp.written.contains(66L));
      PushBench.until("what was read back", () -> gateway.values("dimmer").contains(66L));
      assertThat(server.count("writes-delivered-late")).isEqualTo(1);
    }
  }

  @Test
  void aWriteThatWaitsTooLongIsGivenUpAndSaidSo() throws Exception {
    use(Map.of("awake.s", 1, "write.wait.s", 60));
    gateway.channel("dimmer", Access.RW, at("/3311/0/5851")).start();
    try (Client client =
        new Client("sensor-7", server.secured().key("sensor-7", Lwm2mFixture.KEY).queued())
            .start()) {
      PushBench.until("the first value", () -> gateway.values("dimmer").contains(10L));
      PushBench.until("it to sleep", () -> server.count("asleep") == 1);
      gateway.writeBits("dimmer", 66L);
      assertThat(server.count("writes-waiting")).isEqualTo(1);
      assertThat(client.lamp.written).isEmpty();
      server.clock.advance(Duration.ofSeconds(61));
      PushBench.until("it to be given up", () -> server.count("writes-expired") == 1);
      assertThat(server.board.get("lwm2m/test").state()).isEqualTo(State.DEGRADED);
      assertThat(server.board.get("lwm2m/test").message())
          .isEqualTo(
              "sensor-7: a write of /3311/0/5851 was given up;"
                  + " the device did not wake up within 60 s");
      assertThat(client.isRegistered()).isTrue();
    }
  }

  @Test
  void aDeviceIsToldHowOftenToTell() throws Exception {
    use(Map.of("pmax", 1));
    gateway.channel("temp", Access.R, at("/3303/0/5700")).start();
    try (Client client = client().start()) {
      PushBench.until("values without a change", () -> gateway.values("temp").size() > 2);
      assertThat(gateway.values("temp")).containsOnly(21.5);
      assertThat(server.count("notifications")).isPositive();
      assertThat(client.isRegistered()).isTrue();
    }
  }
}
