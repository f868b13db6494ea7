package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client does badly or too much takes nothing from its neighbours. */
class FloodTest {
  private static final String CONNECT = "100c00044d51545404020000" + "0000";
  private static final int RATE = 200;

  @TempDir Path data;
  private Site site;
  private MqttBroker broker;

  @BeforeEach
  void start() throws Exception {
    site = new Site(data);
    broker = site.run(Map.of("connections.address", 10, "client.rate", RATE, "kept", "memory"));
    site.client("mosquitto_sub", "-i", "neighbour", "-c", "-q", "1", "-E", "-t", "neighbour/#");
  }

  @AfterEach
  void stop() throws InterruptedException {
    site.stop();
  }

  private void neighbourSends(String text) throws Exception {
    site.client("mosquitto_pub", "-q", "1", "-t", "neighbour/a", "-m", text);
  }

  private void neighbourHas(String... texts) throws Exception {
    String count = String.valueOf(texts.length);
    assertThat(
            site.client(
                "mosquitto_sub", "-i", "neighbour", "-c", "-q", "1", "-C", count, "-t", "x"))
        .isEqualTo(String.join("\n", texts));
  }

  @Test
  void tenMegabytesAreRefused() throws Exception {
    neighbourSends("before");
    Path large = Files.write(data.resolve("large"), new byte[10 << 20]);
    Site.Result result =
        site.tryClient("mosquitto_pub", "-q", "1", "-t", "neighbour/a", "-f", large.toString());
    assertThat(result.code()).isNotZero();
    assertThat(site.counter("refused.malformed")).isPositive();
    neighbourSends("after");
    neighbourHas("before", "after");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CONNECT + "30050002c32878", // a topic that is not UTF-8
        CONNECT + "3005000200" + "0078", // a topic of zero bytes
        CONNECT + "30050002612378", // a topic with a wildcard
        CONNECT + "30ffffffff7f", // a length that cannot be
        CONNECT + "f000", // no packet of this version
        CONNECT + CONNECT, // a second CONNECT
        CONNECT + "20020000", // a server's packet
        "30030001" + "61", // no CONNECT at first
        "474554202f20485454502f312e310d0a0d0a" // HTTP
      })
  void whatIsNoMqttEndsItsOwnConnection(String hex) throws Exception {
    neighbourSends("before");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout((int) Site.PATIENCE.toMillis());
      socket.getOutputStream().write(HexFormat.of().parseHex(hex));
      assertThat(isClosedByPeer(socket)).isTrue();
    }
    Site.await(() -> site.counter("refused.malformed") == 1);
    neighbourSends("after");
    neighbourHas("before", "after");
  }

  /** Reads to the end; a connection that stays open runs into the time-out and fails the test. */
  private static boolean isClosedByPeer(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void aClientThatLeavesAtOnceCanComeBack() throws Exception {
    byte[] connect = HexFormat.of().parseHex("101100044d51545404020000" + "0005" + "717569636b");
    for (int i = 0; i < 5; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
        socket.getOutputStream().write(connect);
      }
    }
    Site.await(() -> site.counter("clients") == 0);
    site.client("mosquitto_pub", "-i", "quick", "-q", "1", "-t", "neighbour/a", "-m", "back");
    neighbourHas("back");
  }

  @Test
  void oneAddressTakesOnlyItsShareOfConnections() throws Exception {
    InetAddress other = InetAddress.getByName("127.0.0.2");
    List<Socket> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        flood.add(new Socket(InetAddress.getLoopbackAddress(), broker.port(), other, 0));
      }
      Site.await(() -> site.counter("refused.connections") == 40);
      assertThat(site.board.get("broker").message()).contains("127.0.0.2");
      neighbourSends("during");
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
    neighbourHas("during");
  }

  @Test
  void largeMessagesThatAreNeverFinishedTakeTheirShareOfMemory() throws Exception {
    byte[] begun = HexFormat.of().parseHex(CONNECT + "30" + "80803f" + "00016178");
    Path large = Files.write(data.resolve("large"), new byte[350_000]);
    List<Socket> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        InetAddress from = InetAddress.getByName("127.0.0." + (2 + i / 10));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port(), from, 0);
        flood.add(socket);
        socket.getOutputStream().write(begun);
      }
      Site.await(() -> site.counter("refused.large") == 4);
      neighbourSends("small");
      assertThat(
              site.tryClient("mosquitto_pub", "-q", "1", "-t", "a", "-f", large.toString()).code())
          .isNotZero();
    } finally {
      for (Socket socket : flood) {
        socket.close();
      }
    }
    Site.await(() -> site.counter("clients") == 0);
    site.client("mosquitto_pub", "-q", "1", "-t", "a", "-f", large.toString());
    neighbourHas("small");
  }

  @Test
  void aFloodOfMessagesIsSlowedAndNothingIsLost() throws Exception {
    int messages = 3 * RATE;
    site.client("mosquitto_sub", "-i", "all", "-c", "-q", "1", "-E", "-t", "flood");
    Process flood = site.process("mosquitto_pub", "-q", "1", "-t", "flood", "-l");
    StringBuilder sent = new StringBuilder();
    try (OutputStream lines = flood.getOutputStream()) {
      for (int i = 0; i < messages; i++) {
        sent.append(i).append('\n');
      }
      lines.write(sent.toString().getBytes(StandardCharsets.US_ASCII));
    }
    neighbourSends("during");
    assertThat(flood.waitFor()).isZero();
    assertThat(site.counter("slowed")).isPositive();
    String count = String.valueOf(messages);
    assertThat(site.client("mosquitto_sub", "-i", "all", "-c", "-q", "1", "-C", count, "-t", "x"))
        .isEqualTo(sent.toString().strip());
    neighbourHas("during");
  }
}
