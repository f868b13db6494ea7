package io.weir.driver.coap.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between one server and its clients that loses a part of the messages. */
final class UdpProxy implements AutoCloseable {
  private static final int MESSAGE = 2_048;

  private final DatagramSocket front;
  private final SocketAddress server;
  private final Random random;
  private final double loss;
  private final Map<SocketAddress, DatagramSocket> backs = new HashMap<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();

  /**
   * @param loss probability of a message's loss, in both directions
   */
  UdpProxy(int serverPort, double loss, long seed) throws IOException {
    front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    random = new Random(seed);
    this.loss = loss;
    new Thread(this::forward, "proxy").start();
  }

  int port() {
    return front.getLocalPort();
  }

  int lost() {
    return lost.get();
  }

  int passed() {
    return passed.get();
  }

  private void forward() {
    while (!front.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[MESSAGE], MESSAGE);
        front.receive(packet);
        send(back(packet.getSocketAddress()), packet, server);
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private synchronized DatagramSocket back(SocketAddress client) throws IOException {
    DatagramSocket known = backs.get(client);
    if (known != null) {
      return known;
    }
    DatagramSocket made = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    backs.put(client, made);
    new Thread(() -> backward(made, client), "proxy").start();
    return made;
  }

  private void backward(DatagramSocket back, SocketAddress client) {
    while (!back.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[MESSAGE], MESSAGE);
        back.receive(packet);
        send(front, packet, client);
      } catch (IOException e) {
        // Closed, or a client that has gone.
      }
    }
  }

  private synchronized void send(DatagramSocket from, DatagramPacket packet, SocketAddress to)
      throws IOException {
    if (random.nextDouble() < loss) {
      lost.incrementAndGet();
      return;
    }
    passed.incrementAndGet();
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  @Override
  public synchronized void close() {
    front.close();
    backs.values().forEach(DatagramSocket::close);
  }
}
