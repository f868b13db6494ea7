package io.weir.driver.modbus.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** UDP: what is sent at once is one datagram. */
final class DatagramCarrier implements Carrier {
  private final DatagramSocket socket;
  private final DatagramSocket stranger;
  private @Nullable SocketAddress driver;

  DatagramCarrier() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(SLICE_MILLIS);
  }

  @Override
  public InputStream in() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[300], 300);
    socket.receive(packet);
    driver = packet.getSocketAddress();
    return new ByteArrayInputStream(packet.getData(), 0, packet.getLength());
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, driver));
  }

  @Override
  public void sendAsStranger(byte[] bytes) throws IOException {
    stranger.send(new DatagramPacket(bytes, bytes.length, driver));
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("host", "127.0.0.1", "port", socket.getLocalPort());
  }

  @Override
  public void close() {
    socket.close();
    stranger.close();
  }
}
