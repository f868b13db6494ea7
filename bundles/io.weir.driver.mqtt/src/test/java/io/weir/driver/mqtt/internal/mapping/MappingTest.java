package io.weir.driver.mqtt.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Channels of messages, with a real broker between. */
@Timeout(180)
class MappingTest {
  private static final byte[] NOT_UTF8 = {'{', (byte) 0xFF, '}'};

  @TempDir private Path folder;
  private Mosquitto broker = new Mosquitto(Path.of("."));
  private Site site = new Site(1);

  @BeforeEach
  void begin() throws Exception {
    broker = new Mosquitto(folder).start();
    site = new Site(broker.port);
  }

  @AfterEach
  void end() throws Exception {
    site.close();
    broker.kill();
  }

  private void publish(String topic, String payload, String... more) throws Exception {
    Device.publish(broker.port, topic, payload, more);
  }

  @Test
  void oneMessageFeedsSeveralChannels() throws Exception {
    site.add("t", Map.of("topic", "s", "pointer", "/temp"));
    site.add("h", Map.of("topic", "s", "path", "more[k='h'].v"));
    site.add("f", Map.of("topic", "s", "template", "{{ value_json.temp * 1.8 + 32 }}"));
    site.add("n", ValueType.INTEGER, Access.R, Map.of("topic", "s", "pointer", "/n"));
    site.add("m", ValueType.TEXT, Access.R, Map.of("topic", "s", "pointer", "/mode"));
    site.add("d", ValueType.BOOLEAN, Access.R, Map.of("topic", "s", "pointer", "/door"));
    site.add("p", Map.of("topic", "plain"));
    site.start();
    publish(
        "s",
        "{\"temp\": 21.5, \"more\": [{\"k\":\"h\",\"v\":40}], \"n\": 9007199254740993,"
            + " \"mode\": \"heat\", \"door\": \"OFF\"}");
    publish("plain", " 7.25\n");
    site.await("p", "7.25 good");
    assertThat(site.rows)
        .containsEntry("t", List.of("21.5 good"))
        .containsEntry("h", List.of("40.0 good"))
        .containsEntry("f", List.of("70.7 good"))
        .containsEntry("n", List.of("9007199254740993 good"))
        .containsEntry("m", List.of("heat good"))
        .containsEntry("d", List.of("false good"));
    assertThat(site.status()).isEqualTo("OK ");
  }

  @Test
  void aMessageWithoutTheValueTakesTheOldOneAwayAndSaysWhy() throws Exception {
    site.add("t", Map.of("topic", "s", "pointer", "/temp"));
    site.add("h", Map.of("topic", "s", "pointer", "/hum"));
    site.start();
    publish("s", "{\"temp\": 21.5, \"hum\": 40}");
    publish("s", "{\"hum\": 41}");
    publish("s", "{\"hum\": 42}");
    site.await("h", "42.0 good");
    assertThat(site.rows.get("t")).containsExactly("21.5 good", "bad/device");
    assertThat(site.count("missing")).isEqualTo(2);
    assertThat(site.status()).isEqualTo("DEGRADED device/t: nothing at /temp in s");
    assertThatThrownBy(() -> site.read("t"))
        .isInstanceOf(RejectedException.class)
        .hasMessage("nothing at /temp in s");
    publish("s", "{\"temp\": 22, \"hum\": 42}");
    site.await("t", "22.0 good");
    assertThat(site.status()).isEqualTo("OK ");
  }

  @Test
  void aPartialMessageLeavesTheOthersAsTheyAre() throws Exception {
    site.add("t", Map.of("topic", "s", "pointer", "/temp", "missing", "keep"));
    site.add("h", Map.of("topic", "s", "pointer", "/hum", "missing", "keep"));
    site.start();
    publish("s", "{\"temp\": 21.5}");
    publish("s", "{\"hum\": 41}");
    site.await("h", "41.0 good");
    assertThat(site.rows.get("t")).containsExactly("21.5 good");
    assertThat(site.read("t")).isEqualTo("21.5 good");
    assertThat(site.status()).isEqualTo("OK ");
  }

  @Test
  void badMessagesCostNeitherAWrongValueNorANeighbour() throws Exception {
    site.add("t", Map.of("topic", "s", "pointer", "/temp"));
    site.add("next", Map.of("topic", "neighbour"));
    site.start();
    List<byte[]> bad =
        List.of(
            NOT_UTF8,
            "[".repeat(10_000).concat("]".repeat(10_000)).getBytes(UTF_8),
            "{\"temp\": \"warm\"}".getBytes(UTF_8),
            "{\"temp\": {\"a\": 1}}".getBytes(UTF_8),
            "{\"temp\": null}".getBytes(UTF_8),
            "{\"temp\": true}".getBytes(UTF_8),
            "{\"temp\": 1, \"temp\": 2}".getBytes(UTF_8),
            "{\"temp\": 1}garbage".getBytes(UTF_8),
            "{\"temp\": NaN}".getBytes(UTF_8),
            "".getBytes(UTF_8));
    int n = 0;
    for (byte[] payload : bad) {
      publish("s", "{\"temp\": " + n + "}");
      site.await("t", n + ".0 good");
      Device.publish(broker.port, "s", payload);
      site.await("t", "bad/device");
      assertThat(site.status()).startsWith("DEGRADED device/t: ").endsWith(" in s");
      publish("neighbour", String.valueOf(n));
      site.await("next", n + ".0 good");
      n++;
    }
    publish("s", "{\"temp\": 1e999}");
    site.await("t", "bad/range");
    assertThat(site.count("malformed")).isEqualTo(bad.size() + 1);
    assertThat(site.count("missing")).isZero();
  }

  /** The broker is told what is too large, and keeps it to itself. */
  @Test
  void aMessageOfTenMegabytesDoesNotReachTheGateway() throws Exception {
    site.add("t", Map.of("topic", "s"));
    site.start();
    publish("s", "1");
    site.await("t", "1.0 good");
    publish("s", "9".repeat(10 << 20));
    publish("s", "2");
    site.await("t", "2.0 good");
    assertThat(site.rows.get("t")).containsExactly("1.0 good", "2.0 good");
  }

  @Test
  void aDeviceThatIsAwayHasNoGoodValue() throws Exception {
    site.add("t", Map.of("topic", "s", "availability-topic", "lwt"));
    site.start();
    publish("lwt", "online", "-r");
    publish("s", "1");
    site.await("t", "1.0 good");
    publish("lwt", "offline", "-r");
    site.await("t", "bad/comm");
    assertThatThrownBy(() -> site.read("t"))
        .isInstanceOf(NoResponseException.class)
        .hasMessage("lwt says 'offline'");
    publish("lwt", "online", "-r");
    site.await("t", "1.0 uncertain/stale");
    publish("s", "2");
    site.await("t", "2.0 good");
    publish("lwt", "who knows", "-r");
    site.await(() -> site.count("malformed") == 1);
    assertThat(site.status())
        .isEqualTo("DEGRADED lwt: 'who knows', which is neither 'online' nor 'offline'");
    assertThat(site.read("t")).isEqualTo("2.0 good");
  }

  @Test
  void whatTheBrokerKeptIsUncertainUnlessTheDeviceIsKnownToBeThere() throws Exception {
    publish("s", "1", "-r");
    publish("lwt", "online", "-r");
    site.add("alone", Map.of("topic", "s"));
    site.add("trusted", Map.of("topic", "s", "retained", "good"));
    site.add("watched", Map.of("topic", "s", "availability-topic", "lwt"));
    site.add("live", Map.of("topic", "s", "retained", "ignore"));
    site.start();
    site.await("watched", "1.0 good");
    site.await("alone", "1.0 uncertain/stale");
    site.await("trusted", "1.0 good");
    assertThat(site.rows).doesNotContainKey("live");
    assertThat(site.read("live")).isEqualTo("bad/stale");
    publish("s", "2", "-r");
    site.await("live", "2.0 good");
    site.await("alone", "2.0 good");
  }

  @Test
  void aValueExpires() throws Exception {
    site.add("t", Map.of("topic", "s", "expire", "10s"));
    site.start();
    publish("s", "1");
    site.await("t", "1.0 good");
    site.clock.advance(Duration.ofSeconds(10));
    assertThat(site.read("t")).isEqualTo("1.0 good");
    site.clock.advance(Duration.ofMillis(1));
    assertThat(site.read("t")).isEqualTo("bad/stale");
  }

  @Test
  void samplesHaveTheTimesThatTheDeviceGaveThem() throws Exception {
    site.add("t", Map.of("topic", "s", "samples", "/list", "pointer", "/v", "time", "/at"));
    site.start();
    site.clock.set(100_000_000);
    long now = FakeClock.DEFAULT_OFFSET + 100_000_000;
    publish(
        "s",
        "{\"list\": [{\"v\": 1, \"at\": %d}, {\"v\": 2, \"at\": %s}, {\"v\": 3, \"at\": %d},"
                .formatted(now - 50_000_000, (now - 40_000_000) / 1e6, now / 1_000 - 30_000)
            + " {\"v\": 4, \"at\": \"2026-01-01T01:01:20+01:00\"}, {\"v\": 5, \"at\": %d},"
                .formatted(now / 1_000_000 + 3_600)
            + " {\"v\": 6, \"at\": \"2026-01-01T00:01:20\"}, {\"v\": 7}, {\"v\": 8, \"at\": %d}]}"
                .formatted(now + 5_000_000));
    site.await("t", "8.0 good");
    assertThat(site.rows.get("t"))
        .containsExactly(
            "1.0 good",
            "2.0 good",
            "3.0 good",
            "4.0 good",
            "5.0 uncertain/clock",
            "bad/device",
            "8.0 good");
    assertThat(site.times.get("t"))
        .containsExactly(
            50_000_000L,
            60_000_000L,
            70_000_000L,
            80_000_000L,
            100_000_000L,
            100_000_000L,
            100_000_000L);
  }

  @Test
  void withoutAClockOfItsOwnTheGatewaySaysSo() throws Exception {
    site.add("t", Map.of("topic", "s", "pointer", "/v", "time", "/at", "time-zone", "UTC"));
    site.start();
    publish("s", "{\"v\": 1, \"at\": \"2026-01-01T00:00:00\"}");
    site.await("t", "1.0 good");
    site.clock.offset(1, 0, false);
    publish("s", "{\"v\": 2, \"at\": \"2026-01-01T00:00:00\"}");
    site.await("t", "2.0 uncertain/clock");
  }

  @Test
  void whatIsWrittenIsWhatTheDeviceUnderstands() throws Exception {
    site.add(
        "r",
        ValueType.BOOLEAN,
        Access.RW,
        Map.of(
            "topic",
            "dev/state",
            "pointer",
            "/v",
            "on",
            "ON",
            "off",
            "OFF",
            "set-topic",
            "dev/set",
            "set-template",
            "{\"state\": \"${value}\"}",
            "confirm",
            "10s"));
    site.add("heard", ValueType.TEXT, Access.R, Map.of("topic", "dev/set"));
    site.add(
        "text",
        ValueType.TEXT,
        Access.W,
        Map.of("set-topic", "dev/text", "set-template", "{\"say\": \"${value}\"}"));
    site.add("said", ValueType.TEXT, Access.R, Map.of("topic", "dev/text"));
    site.add(
        "press", ValueType.BOOLEAN, Access.W, Map.of("set-topic", "dev/press", "set-on", "GO"));
    site.add("pressed", ValueType.TEXT, Access.R, Map.of("topic", "dev/press"));
    site.start();
    try (var device = Device.answering(broker.port, "dev/set", "dev/state", "'{\"v\":\"ON\"}'")) {
      assertThat(device).isNotNull();
      site.write("r", true);
      assertThat(site.read("r")).isEqualTo("true good");
      site.await("heard", "{\"state\": \"ON\"} good");
      // This device is always on: it does not say that it is off.
      assertThatThrownBy(() -> site.write("r", false))
          .isInstanceOf(NoResponseException.class)
          .hasMessage("published to dev/set, but dev/state did not say so within 10000 ms");
    }
    site.write("text", "a \"quoted\" word");
    site.await("said", "{\"say\": \"a \\\"quoted\\\" word\"} good");
    site.write("press", true);
    site.await("pressed", "GO good");
    assertThatThrownBy(() -> site.write("press", false))
        .isInstanceOf(RejectedException.class)
        .hasMessage("only true can be sent here");
    assertThatThrownBy(() -> site.write("heard", "x"))
        .isInstanceOf(RejectedException.class)
        .hasMessage("this channel is read only");
  }

  @Test
  void nothingIsWrittenToADeviceThatIsAway() throws Exception {
    site.add(
        "w", ValueType.DOUBLE, Access.W, Map.of("set-topic", "set", "availability-topic", "lwt"));
    site.add("lwt", ValueType.TEXT, Access.R, Map.of("topic", "x", "availability-topic", "lwt"));
    publish("lwt", "offline", "-r");
    site.start();
    site.await(() -> site.count("messages") > 0);
    assertThatThrownBy(() -> site.write("w", 1.0))
        .isInstanceOf(NoResponseException.class)
        .hasMessage("lwt says 'offline'");
  }

  @Test
  void aChangeOfTheChannelsKeepsWhatStays() throws Exception {
    publish("a", "1", "-r");
    publish("b", "2", "-r");
    site.add("a", Map.of("topic", "a", "retained", "good"));
    site.start();
    site.await("a", "1.0 good");
    site.add("b", Map.of("topic", "b", "retained", "good"));
    site.add("a2", Map.of("topic", "a", "template", "{{ value | float * 2 }}", "retained", "good"));
    site.listen();
    site.await("b", "2.0 good");
    site.await("a2", "2.0 good");
    assertThat(site.rows.get("a")).containsExactly("1.0 good");
    site.forgetChannels();
    site.rows.clear();
    site.add("b", Map.of("topic", "b", "retained", "good"));
    site.listen();
    publish("a", "3");
    publish("b", "4");
    site.await("b", "4.0 good");
    assertThat(site.count("unmatched")).isZero();
  }
}
