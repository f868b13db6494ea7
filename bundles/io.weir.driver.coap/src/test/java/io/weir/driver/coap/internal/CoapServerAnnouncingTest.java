package io.weir.driver.coap.internal;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.testing.AnnouncingContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Devices that make themselves known by what they send. */
class CoapServerAnnouncingTest extends AnnouncingContract {
  private final ServerFixture server = new ServerFixture(Map.of("max.devices", 2_000));

  @Override
  protected AnnouncingDriver silent() {
    return server.driver;
  }

  /** Each puts a value; the messages are made by hand, for there are thousands. */
  @Override
  protected void appear(List<String> names) {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(60_000);
      int id = 0;
      for (String name : names) {
        ByteBuffer put = ByteBuffer.allocate(64);
        put.put((byte) 0x40).put((byte) 0x03).putShort((short) id++);
        put.put((byte) (0xB0 | name.length())).put(name.getBytes(StandardCharsets.US_ASCII));
        put.put((byte) 0x01).put((byte) 't').put((byte) 0xFF).put((byte) '1');
        socket.send(
            new DatagramPacket(
                put.array(), put.position(), InetAddress.getLoopbackAddress(), server.plainPort));
        DatagramPacket answer = new DatagramPacket(new byte[256], 256);
        socket.receive(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean rename(String from, String to) {
    return false;
  }

  @Override
  protected boolean remove(String name) {
    return false;
  }
}
