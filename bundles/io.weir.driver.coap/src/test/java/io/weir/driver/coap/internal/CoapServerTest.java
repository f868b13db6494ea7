package io.weir.driver.coap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.NoResponseException;
import io.weir.driver.coap.internal.CoapClientTool.Running;
import io.weir.driver.coap.internal.CoapClientTool.Said;
import io.weir.testing.FakeClock;
import io.weir.testing.PushBench;
import io.weir.testing.PushBench.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against libcoap's client. */
@Timeout(600)
class CoapServerTest {
  private final ServerFixture server = new ServerFixture(Map.of());
  private final PushBench gateway = new PushBench(server.driver);

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    gateway
        .channel("meter/temp", Map.of("device", "meter", "resource", "temp"))
        .channel("meter/hum", Map.of("device", "meter", "resource", "hum"))
        .channel("meter/state", Map.of("device", "meter", "resource", "state", "type", "text"))
        .channel("meter/on", Map.of("device", "meter", "resource", "on", "type", "boolean"))
        .channel("meter/count", Map.of("device", "meter", "resource", "count", "type", "integer"))
        .channel("meter/box", Map.of("device", "meter", "resource", "box", "delivery", "mailbox"))
        .channel("sensor-7/temp", Map.of("device", "sensor-7", "resource", "temp"))
        .channel("sensor-8/temp", Map.of("device", "sensor-8", "resource", "temp"))
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    server.driver.deactivate();
  }

  private Said put(String path, String payload) throws Exception {
    return CoapClientTool.run("-m", "put", "-e", payload, server.plain(path));
  }

  private Said post(String path, int format, String payload) throws Exception {
    Path file = Files.writeString(Files.createTempFile(directory, "body", ""), payload);
    return CoapClientTool.run(
        "-m", "post", "-t", String.valueOf(format), "-f", file.toString(), server.plain(path));
  }

  @Test
  void aPlainValueIsRecorded() throws Exception {
    Said said = put("/meter/temp", "21.5");

    assertThat(said.errors()).isEmpty();
    assertThat(gateway.rows()).containsExactly(new Row("meter/temp", 21.5, server.clock.micros()));
  }

  @Test
  void whatWasRecordedCanBeAskedFor() throws Exception {
    put("/meter/temp", "21.5");

    assertThat(CoapClientTool.run(server.plain("/meter/temp")).out()).isEqualTo("21.5\n");
    assertThat(CoapClientTool.run("-A", "110", server.plain("/meter/temp")).out())
        .isEqualTo("[{\"n\":\"temp\",\"v\":21.5,\"t\":1.767225601E9}]\n");
    assertThat(CoapClientTool.run("-A", "41", server.plain("/meter/temp")).errors())
        .startsWith("4.06");
    assertThat(CoapClientTool.run(server.plain("/meter/hum")).errors())
        .isEqualTo("4.04 /meter/hum has no value yet\n");
    assertThat(CoapClientTool.run(server.plain("/meter/nothing")).errors()).startsWith("4.04");
    assertThat(gateway.read("meter/temp")).isEqualTo(21.5);
  }

  @Test
  void theResourcesAreListed() throws Exception {
    String all = CoapClientTool.run(server.plain("/.well-known/core")).out();
    assertThat(all).contains("</meter/temp>;obs", "</sensor-7/temp>;obs");
    String some = CoapClientTool.run(server.plain("/.well-known/core?href=/meter*")).out();
    assertThat(some).contains("</meter/temp>").doesNotContain("sensor-7");
    String own =
        CoapClientTool.run(
                "-u", "sensor-7", "-k", ServerFixture.KEY, server.secured("/.well-known/core"))
            .out();
    assertThat(own).contains("</sensor-7/temp>").doesNotContain("meter");
  }

  @Test
  void aPackOfSenmlIsRecordedWithItsTimes() throws Exception {
    server.clock.advance(Duration.ofHours(2));
    long now = server.clock.micros();
    double epoch = (FakeClock.DEFAULT_OFFSET + now) / 1e6;
    Said said =
        post(
            "/meter",
            110,
            "[{\"bn\":\"meter/\",\"bt\":-10,\"n\":\"temp\",\"u\":\"Cel\",\"v\":21.5,\"t\":10},"
                + "{\"n\":\"temp\",\"v\":20.5},{\"n\":\"on\",\"vb\":true},"
                + "{\"n\":\"state\",\"vs\":\"warm\"},"
                + "{\"bt\":"
                + String.format(java.util.Locale.ROOT, "%.3f", epoch - 60)
                + ",\"n\":\"hum\",\"v\":40}]");

    assertThat(said.errors()).isEmpty();
    assertThat(gateway.rows())
        .containsExactly(
            new Row("meter/hum", 40.0, now - 60_000_000),
            new Row("meter/temp", 20.5, now - 10_000_000),
            new Row("meter/on", true, now - 10_000_000),
            new Row("meter/state", "warm", now - 10_000_000),
            new Row("meter/temp", 21.5, now));
    assertThat(CoapClientTool.run(server.plain("/meter/temp")).out()).isEqualTo("21.5\n");
  }

  @Test
  void aValueWhoseTimeCannotBeIsUncertain() throws Exception {
    post("/meter", 110, "[{\"n\":\"temp\",\"v\":1,\"t\":600},{\"n\":\"hum\",\"v\":2,\"t\":1e9}]");

    assertThat(gateway.values("meter/temp")).containsExactly("1.0 uncertain/clock");
    assertThat(gateway.values("meter/hum")).containsExactly("2.0 uncertain/clock");
  }

  @Test
  void aPlainDocumentIsRecordedByItsPaths() throws Exception {
    assertThat(post("/meter", 50, "{\"temp\":19,\"count\":7,\"on\":false}").errors()).isEmpty();

    assertThat(gateway.rows()).extracting(Row::value).containsExactlyInAnyOrder(19.0, 7L, false);
  }

  @Test
  void cborIsReadAsJsonIs() throws Exception {
    // [{0: "temp", 2: 21.5}] and {"temp": 22.5}, by hand from RFC 8949.
    byte[] senml = {
      (byte) 0x81, (byte) 0xA2, 0x00, 0x64, 't', 'e', 'm', 'p', 0x02, (byte) 0xF9, 0x4D, 0x60
    };
    byte[] plain = {(byte) 0xA1, 0x64, 't', 'e', 'm', 'p', (byte) 0xF9, 0x4D, (byte) 0xA0};
    for (Map.Entry<String, byte[]> each : Map.of("112", senml, "60", plain).entrySet()) {
      Path file = Files.write(Files.createTempFile(directory, "body", ""), each.getValue());
      String type = each.getKey();
      Said said =
          CoapClientTool.run(
              "-m", "post", "-t", type, "-f", file.toString(), server.plain("/meter"));
      assertThat(said.errors()).isEmpty();
    }
    assertThat(gateway.values("meter/temp")).containsExactlyInAnyOrder(21.5, 22.5);
  }

  @Test
  void aLargePayloadComesInBlocks() throws Exception {
    StringBuilder pack = new StringBuilder("[");
    for (int i = 0; i < 200; i++) {
      pack.append(i == 0 ? "" : ",").append("{\"n\":\"temp\",\"v\":").append(i).append('}');
    }
    Said said = post("/meter", 110, pack.append(']').toString());

    assertThat(pack.length()).isGreaterThan(4_000);
    assertThat(said.errors()).isEmpty();
    assertThat(gateway.values("meter/temp")).hasSize(200);
    assertThat(CoapClientTool.run("-b", "16", server.plain("/.well-known/core")).out())
        .contains("</meter/box>", "</sensor-8/temp>");
  }

  @Test
  void thereIsNoAcknowledgementBeforeTheCommit() throws Exception {
    gateway.hold();
    try (Running device =
        CoapClientTool.start("-v", "7", "-m", "put", "-e", "21.5", server.plain("/meter/temp"))) {
      PushBench.until("the row", () -> gateway.heldReceipts() == 1);
      PushBench.until(
          "the empty acknowledgement", () -> device.said().out().contains("t:ACK c:0.00"));
      assertThat(device.said().out()).doesNotContain("c:2.04");
      assertThat(CoapClientTool.run(server.plain("/meter/temp")).errors()).startsWith("4.04");
      gateway.goOn(true);
      assertThat(device.end().out()).contains("t:CON c:2.04");
    }
    assertThat(gateway.values("meter/temp")).containsExactly(21.5);
    assertThat(CoapClientTool.run(server.plain("/meter/temp")).out()).isEqualTo("21.5\n");
  }

  @Test
  void whatWasNotCommittedIsNotAcknowledged() throws Exception {
    gateway.goOn(false);
    Said said =
        CoapClientTool.run("-v", "7", "-m", "put", "-e", "21.5", server.plain("/meter/temp"));

    assertThat(said.out()).contains("c:5.03", "Max-Age:10");
    assertThat(said.errors()).contains("5.03 Not recorded; send it again");
    assertThat(server.count("uncommitted")).isEqualTo(1);
    assertThat(CoapClientTool.run(server.plain("/meter/temp")).errors()).startsWith("4.04");
  }

  @Test
  void aDeviceWithAKeyHasItsOwnResourcesOnly() throws Exception {
    Said own =
        CoapClientTool.run(
            "-u",
            "sensor-7",
            "-k",
            ServerFixture.KEY,
            "-m",
            "put",
            "-e",
            "1",
            server.secured("/sensor-7/temp"));
    Said other =
        CoapClientTool.run(
            "-u",
            "sensor-7",
            "-k",
            ServerFixture.KEY,
            "-m",
            "put",
            "-e",
            "2",
            server.secured("/sensor-8/temp"));
    Said spied =
        CoapClientTool.run(
            "-u", "sensor-7", "-k", ServerFixture.KEY, server.secured("/sensor-8/temp"));
    Said plain = put("/sensor-7/temp", "3");

    assertThat(own.errors()).isEmpty();
    assertThat(other.errors()).isEqualTo("4.03 'sensor-7' has /sensor-7 and nothing else\n");
    assertThat(spied.errors()).startsWith("4.03");
    assertThat(plain.errors()).isEqualTo("4.03 'sensor-7' has a key; use coaps\n");
    assertThat(gateway.rows()).extracting(Row::value).containsExactly(1.0);
  }

  @Test
  void aWrongKeyAndAnUnknownIdentityAreRefused() throws Exception {
    for (String identity : List.of("sensor-7", "nobody")) {
      Said said =
          CoapClientTool.run(
              "-B",
              "5",
              "-u",
              identity,
              "-k",
              "not the right key",
              "-m",
              "put",
              "-e",
              "1",
              server.secured("/" + identity + "/temp"));
      assertThat(said.out()).contains("cannot send CoAP pdu");
    }
    assertThat(gateway.rows()).isEmpty();
    assertThat(server.count("requests")).isZero();
  }

  @Test
  void anObserverIsTold() throws Exception {
    try (Running observer = CoapClientTool.start("-s", "60", server.plain("/meter/temp"))) {
      PushBench.until("the observer", () -> slot("meter/temp").getObserverCount() == 1);
      put("/meter/temp", "21.5");
      PushBench.until("the first value", () -> observer.said().out().contains("21.5"));
      put("/meter/temp", "22.5");
      PushBench.until("the second value", () -> observer.said().out().contains("22.5"));
    }
  }

  @Test
  void aWriteReachesTheDeviceThatObserves() throws Exception {
    assertThatThrownBy(() -> gateway.write("meter/temp", 30))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("does not observe /meter/temp");
    assertThat(CoapClientTool.run(server.plain("/meter/temp")).errors()).startsWith("4.04");
    try (Running device = CoapClientTool.start("-s", "60", server.plain("/meter/temp"))) {
      PushBench.until("the observer", () -> slot("meter/temp").getObserverCount() == 1);
      gateway.write("meter/temp", 30);
      gateway.write("meter/temp", 31);
      PushBench.until("the values", () -> device.said().out().contains("31.0"));
      assertThat(gateway.read("meter/temp")).isEqualTo(31.0);
    }
  }

  @Test
  void aMailboxWaitsForTheDevice() throws Exception {
    gateway.write("meter/box", 55);

    assertThat(CoapClientTool.run(server.plain("/meter/box")).out()).isEqualTo("55.0\n");
    server.clock.advance(Duration.ofDays(1));
    assertThat(gateway.read("meter/box")).isEqualTo(55.0);
  }

  @Test
  void anOldValueDoesNotAnswerAPoll() throws Exception {
    put("/meter/temp", "21.5");
    assertThat(gateway.read("meter/temp")).isEqualTo(21.5);
    server.clock.advance(Duration.ofMinutes(61));
    assertThat(gateway.read("meter/temp")).isEqualTo("bad/stale");
    assertThat(gateway.read("meter/hum")).isEqualTo("bad/comm");
  }

  private Slot slot(String id) throws Exception {
    String[] parts = id.split("/", 2);
    Slot slot = server.driver.slot(parts[0], parts[1]);
    if (slot == null) {
      throw new AssertionError("no slot " + id);
    }
    return slot;
  }
}
