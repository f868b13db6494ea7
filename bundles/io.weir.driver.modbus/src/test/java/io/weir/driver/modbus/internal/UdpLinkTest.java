package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.NoResponseException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams that are no answer are passed over; the one that is one is taken. */
@Timeout(60)
class UdpLinkTest {
  private static final Map<String, Object> ADDRESS =
      Map.of("unit", 1, "table", "holding", "register", 0, "type", "uint16");

  @Test
  void onlyTheAnswerIsTaken() throws Exception {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      ModbusDriver driver = driver(peer, 30_000);
      driver.connect();
      CompletableFuture<Object> read =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Fixtures.read(driver, Fixtures.point(driver, ADDRESS));
                } catch (IOException e) {
                  return e;
                }
              });
      DatagramPacket request = receive(peer);
      int id = (request.getData()[0] & 0xFF) << 8 | (request.getData()[1] & 0xFF);
      send(stranger, request, frame(id, "0000 0005 01 03 02 1111"));
      for (String wrong :
          List.of(
              frame(id + 1, "0000 0005 01 03 02 1111"), // another transaction
              frame(id, "0001 0005 01 03 02 1111"), // not Modbus
              frame(id, "0000 0005 01 03 02 11"), // short
              frame(id, "0000 0005 01 03 02 1111 11"), // long
              "00",
              "11".repeat(300))) {
        send(peer, request, wrong);
      }
      send(peer, request, frame(id, "0000 0005 01 03 02 002A"));
      assertThat(read.get()).isEqualTo(42L);
      driver.disconnect();
    }
  }

  @Test
  void anAnswerOfAnotherUnitAndSilenceAreNoAnswer() throws Exception {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      ModbusDriver driver = driver(peer, 50);
      driver.connect();
      assertThatThrownBy(() -> Fixtures.read(driver, Fixtures.point(driver, ADDRESS)))
          .isInstanceOf(NoResponseException.class)
          .hasMessageContaining("did not answer within 50 ms");
      receive(peer);
      driver.disconnect();
    }
  }

  private static ModbusDriver driver(DatagramSocket peer, int timeout) {
    return Fixtures.driver(
        Map.of(
            "transport",
            "udp",
            "host",
            "127.0.0.1",
            "port",
            peer.getLocalPort(),
            "timeout.ms",
            timeout));
  }

  private static DatagramPacket receive(DatagramSocket peer) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[300], 300);
    peer.receive(packet);
    return packet;
  }

  private static String frame(int id, String rest) {
    return String.format("%04X", id & 0xFFFF) + rest;
  }

  private static void send(DatagramSocket from, DatagramPacket to, String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    from.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
  }
}
