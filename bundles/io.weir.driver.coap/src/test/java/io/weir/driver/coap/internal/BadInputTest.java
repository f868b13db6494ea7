package io.weir.driver.coap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.driver.coap.internal.CoapClientTool.Said;
import io.weir.testing.PushBench;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What devices do wrong, by accident or not: an error with its reason, and a neighbour unharmed.
 */
@Timeout(600)
class BadInputTest {
  private static final int FLOOD = 20_000;

  @TempDir private Path directory;

  private ServerFixture server = new ServerFixture(Map.of("max.payload", 65_536));
  private PushBench gateway = new PushBench(server.driver);

  @BeforeEach
  void start() throws Exception {
    open();
  }

  private void open() throws Exception {
    gateway
        .channel("meter/temp", Map.of("device", "meter", "resource", "temp"))
        .channel("meter/count", Map.of("device", "meter", "resource", "count", "type", "integer"))
        .channel("meter/state", Map.of("device", "meter", "resource", "state", "type", "text"))
        .channel("other/temp", Map.of("device", "other", "resource", "temp"))
        .start();
  }

  @AfterEach
  void theNeighbourIsUnharmed() throws Exception {
    Said said = CoapClientTool.run("-m", "put", "-e", "4711", server.plain("/other/temp"));
    assertThat(said.errors()).isEmpty();
    assertThat(gateway.values("other/temp")).containsExactly(4711.0);
    gateway.close();
    server.driver.deactivate();
  }

  private String post(String path, int format, byte[] payload) throws Exception {
    Path file = Files.write(Files.createTempFile(directory, "body", ""), payload);
    Said said =
        CoapClientTool.run(
            "-m", "post", "-t", String.valueOf(format), "-f", file.toString(), server.plain(path));
    return said.errors().strip();
  }

  private String post(String path, int format, String payload) throws Exception {
    return post(path, format, payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPayloadOfTenMegabytes() throws Exception {
    assertThat(post("/meter/state", 0, "x".repeat(10_000_000))).startsWith("4.13");
    assertThat(gateway.rows()).isEmpty();
  }

  @Test
  void textThatIsNoUtf8() throws Exception {
    assertThat(post("/meter/state", 0, new byte[] {'a', (byte) 0xC3, 0x28}))
        .isEqualTo("4.00 The payload is no UTF-8 text");
    assertThat(post("/meter", 110, new byte[] {'[', '{', '"', 'n', '"', ':', '"', (byte) 0xFF}))
        .startsWith("4.00 The payload is no JSON to be used: Invalid UTF-8");
    assertThat(gateway.rows()).isEmpty();
  }

  @Test
  void aDocumentOfTenThousandLevels() throws Exception {
    assertThat(post("/meter", 50, "[".repeat(10_000) + "]".repeat(10_000)))
        .startsWith("4.00 The payload is no JSON to be used: Document nesting depth (17)");
    byte[] cbor = new byte[10_000];
    Arrays.fill(cbor, (byte) 0x81);
    assertThat(post("/meter", 60, cbor))
        .startsWith("4.00 The payload is no CBOR to be used: Document nesting depth (17)");
    assertThat(gateway.rows()).isEmpty();
  }

  @Test
  void whatIsNoDocument() throws Exception {
    assertThat(post("/meter", 110, "[{\"n\":\"temp\",\"v\":1}")).startsWith("4.00 The payload is");
    assertThat(post("/meter", 110, "[{\"n\":\"temp\",\"v\":1}] 2"))
        .isEqualTo("4.00 Something follows the end of the document");
    assertThat(post("/meter", 110, "[{\"n\":\"temp\",\"v\":1,\"v\":2}]"))
        .startsWith("4.00 The payload is no JSON to be used: Duplicate");
    assertThat(post("/meter", 110, "[{\"n\":\"temp\"}]"))
        .isEqualTo("4.00 Record 1 of the SenML pack has no value");
    assertThat(post("/meter", 110, "[{\"n\":\"temp\",\"v\":1,\"x_\":2}]"))
        .startsWith("4.00 Record 1 of the SenML pack has the field 'x_'");
    assertThat(post("/meter", 110, "{}")).startsWith("4.00 A SenML pack is an array");
    assertThat(post("/meter", 50, "{\"temp\":1e400}"))
        .isEqualTo("4.00 A number is not finite or larger than a double can be");
    assertThat(post("/meter", 50, "")).isEqualTo("4.00 The payload is empty");
    assertThat(post("/meter", 110, "[]")).isEqualTo("4.00 The payload holds no value");
    assertThat(post("/meter", 0, "5")).startsWith("4.00 A value has no name");
    assertThat(post("/meter/temp", 41, "<t/>")).startsWith("4.15 Content format 41 is not known");
    assertThat(gateway.rows()).isEmpty();
  }

  @Test
  void aValueOfTheWrongTypeCostsItsOwnChannelOnly() throws Exception {
    assertThat(
            post(
                "/meter",
                110,
                "[{\"n\":\"temp\",\"vs\":\"warm\"},{\"n\":\"count\",\"v\":1.5},"
                    + "{\"n\":\"state\",\"vs\":\"ok\"}]"))
        .isEqualTo("4.22 temp: 'warm' is not a number; count: '1.5' is not an integer of 64 bits");
    assertThat(gateway.values("meter/state")).containsExactly("ok");
    assertThat(gateway.values("meter/temp")).containsExactly("bad/device");
    assertThat(gateway.values("meter/count")).containsExactly("bad/device");
    for (String text : new String[] {"NaN", "Infinity", "1e999", "0x10", "12f", "", "1,5"}) {
      gateway.forget();
      assertThat(post("/meter/temp", 0, text)).startsWith("4.22 temp: '" + text + "' is not");
      assertThat(gateway.values("meter/temp")).containsExactly("bad/device");
    }
    assertThat(post("/meter/count", 0, "9223372036854775808")).startsWith("4.22");
  }

  @Test
  void devicesAndChannelsThatNobodyKnows() throws Exception {
    assertThat(post("/stranger/temp", 0, "1"))
        .isEqualTo("5.03 Not recorded: the device 'stranger' is not accepted yet");
    assertThat(post("/meter/new", 0, "1"))
        .isEqualTo("5.03 Not recorded: there is no channel for new");
    assertThat(post("/meter/new", 0, "1"))
        .isEqualTo("4.04 Not recorded: there is no channel for new");
    assertThat(post("/-/temp", 0, "1")).startsWith("4.00 The path begins with the name");
    assertThat(CoapClientTool.run("-m", "delete", server.plain("/meter/temp")).errors())
        .startsWith("4.05 DELETE is not known here");
    assertThat(server.driver.announced())
        .extracting(a -> a.address().get("device"))
        .containsExactly("meter", "other", "stranger");
    assertThat(gateway.rows()).isEmpty();
  }

  @Test
  void moreDevicesThanThereMayBe() throws Exception {
    gateway.close();
    server.driver.deactivate();
    server = new ServerFixture(Map.of("max.devices", 3));
    gateway = new PushBench(server.driver);
    open();

    assertThat(post("/third/temp", 0, "1")).startsWith("5.03");
    assertThat(post("/fourth/temp", 0, "1"))
        .isEqualTo("4.03 The gateway knows max.devices devices already");
  }

  @Test
  void optionsThatAreMalformed() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      // PUT, then: an option whose length runs past the end; a reserved option nibble; a payload
      // marker without a payload; an unknown critical option; a Uri-Path that is no UTF-8.
      String[] messages = {
        "40030001bd056d", "40030002f1", "40030003ff", "40030004d1fc00", "40030005b2c328ff31"
      };
      for (String message : messages) {
        byte[] answer = ask(socket, HexFormat.of().parseHex(message));
        boolean isReset = (answer[0] & 0x30) == 0x30;
        boolean isClientError = (answer[1] & 0xE0) >> 5 == 4;
        assertThat(isReset || isClientError)
            .as("%s -> %s", message, HexFormat.of().formatHex(answer))
            .isTrue();
      }
      Random random = new Random(11);
      for (int i = 0; i < 2_000; i++) {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        send(socket, noise);
      }
    }
    assertThat(gateway.rows()).isEmpty();
  }

  @Test
  void aFloodIsAnsweredWithAReasonAndThenWithNothing() throws Exception {
    gateway.close();
    server.driver.deactivate();
    server = new ServerFixture(Map.of("rate", 10, "burst", 50));
    gateway = new PushBench(server.driver);
    open();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      // CON PUT /meter/temp "1", each with a number of its own.
      byte[] put = HexFormat.of().parseHex("40030000b56d657465720474656d70ff31");
      boolean isTold = false;
      for (int i = 0; i < FLOOD; i++) {
        put[2] = (byte) (i >> 8);
        put[3] = (byte) i;
        send(socket, put);
        if (i < 300 && i % 10 == 0) {
          isTold |= drain(socket);
        }
      }
      isTold |= drain(socket);
      assertThat(isTold).as("4.29 was among the answers").isTrue();
    }
    PushBench.until("the end of the flood", () -> server.count("messages-dropped") > 100);
    assertThat(server.count("rate-limited")).isPositive();
    // The clock stands still: no more than the burst was let through.
    assertThat(gateway.values("meter/temp").size()).isLessThanOrEqualTo(50);
    server.clock.advance(Duration.ofMinutes(2));
  }

  /** Whether a 4.29 is among the answers that wait. */
  private static boolean drain(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(20);
    boolean isTold = false;
    byte[] buffer = new byte[256];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        isTold |= (buffer[1] & 0xFF) == (4 << 5 | 29);
      }
    } catch (SocketTimeoutException e) {
      return isTold;
    }
  }

  private byte[] ask(DatagramSocket socket, byte[] message) throws IOException {
    send(socket, message);
    socket.setSoTimeout(60_000);
    DatagramPacket packet = new DatagramPacket(new byte[256], 256);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private void send(DatagramSocket socket, byte[] message) throws IOException {
    socket.send(
        new DatagramPacket(
            message, message.length, InetAddress.getLoopbackAddress(), server.plainPort));
  }
}
