package io.weir.uplink.mqtt.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay between the gateway and the broker that a test can shut, cut, and make deaf. */
final class Gate implements AutoCloseable {
  final int port;

  /** How often the topic below went to the broker in full. */
  final AtomicInteger topics = new AtomicInteger();

  private static final String TOPIC = "weir/g1/telemetry";

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean isShut;
  private volatile boolean isDeaf;

  Gate(int target) throws IOException {
    this.target = target;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    daemon("gate-accept", this::accept);
  }

  String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  /** Lets connections through, or hangs up on them. */
  void shut(boolean shut) {
    isShut = shut;
    if (shut) {
      cut();
    }
  }

  /** Lets nothing come back from the broker, or does again. */
  void deafen(boolean deaf) {
    isDeaf = deaf;
  }

  /** Hangs up on all connections there are. */
  void cut() {
    sockets.forEach(Gate::closeQuietly);
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        if (isShut) {
          closeQuietly(client);
        } else {
          relay(client);
        }
      }
    } catch (IOException e) {
      cut(); // the test is over
    }
  }

  private void relay(Socket client) {
    Socket broker;
    try {
      broker = new Socket(InetAddress.getLoopbackAddress(), target);
      broker.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
    } catch (IOException e) {
      closeQuietly(client);
      return;
    }
    sockets.add(client);
    sockets.add(broker);
    daemon("gate-up", () -> copy(client, broker, true));
    daemon("gate-down", () -> copy(broker, client, false));
  }

  private void copy(Socket from, Socket to, boolean up) {
    byte[] buffer = new byte[65_536];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (up) {
          count(new String(buffer, 0, read, ISO_8859_1));
        } else if (isDeaf) {
          continue;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      closeQuietly(to); // cut
    }
  }

  private void count(String bytes) {
    for (int at = bytes.indexOf(TOPIC); at >= 0; at = bytes.indexOf(TOPIC, at + 1)) {
      topics.incrementAndGet();
    }
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
