package io.weir.server.modbus.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Accepts clients and ends the idle ones. One thread, but for {@link #close} and the figures. */
final class Listener {
  private static final int REAP_MILLIS = 500;
  private static final int BACKLOG = 16;

  private final String name;
  private final ServerSettings settings;
  private final Requests requests;
  private final GatewayClock clock;
  private final Client.Counters counters;
  private final LongAdder connected;
  private final LongAdder refused;
  private final LongAdder idle;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private volatile int port = -1;

  Listener(
      String name,
      ServerSettings settings,
      Requests requests,
      GatewayClock clock,
      StatusBoard.Part status) {
    this.name = name;
    this.settings = settings;
    this.requests = requests;
    this.clock = clock;
    counters =
        new Client.Counters(
            status.counter("requests"), status.counter("exceptions"), status.counter("garbage"));
    connected = status.counter("connections");
    refused = status.counter("refused");
    idle = status.counter("idle");
    status.gauge("clients", clients::size);
    status.gauge("port", () -> port);
  }

  /** The port it listens on; -1 while it does not. */
  int port() {
    return port;
  }

  /**
   * A bound socket.
   *
   * @throws IOException if the address or port cannot be had
   */
  ServerSocket bind() throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.setSoTimeout(REAP_MILLIS);
      server.bind(
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
      port = server.getLocalPort();
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** Accepts until the socket is closed or fails. */
  void serve(ServerSocket server) throws IOException {
    try {
      while (true) {
        accept(server);
        reap();
      }
    } finally {
      port = -1;
    }
  }

  private void accept(ServerSocket server) throws IOException {
    Socket socket;
    try {
      socket = server.accept();
    } catch (SocketTimeoutException e) {
      return;
    }
    if (!settings.allow().isAllowed(socket.getInetAddress())
        || clients.size() >= settings.maxClients()
        || !isUsable(socket)) {
      refused.increment();
      close(socket);
      return;
    }
    Client client =
        new Client(name, socket, settings.units(), requests, clock, counters, clients::remove);
    connected.increment();
    clients.add(client);
    client.start();
  }

  /** A client that is gone before it is served ends its own connection and not the server. */
  private static boolean isUsable(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      counters.garbage().increment();
    }
  }

  private void reap() {
    long before = clock.micros() - settings.idleMicros();
    for (Client client : clients) {
      if (client.active() < before) {
        idle.increment();
        client.close();
      }
    }
  }

  /** Ends all clients; when nothing accepts any more. */
  void close() throws InterruptedException {
    for (Client client : clients) {
      client.close();
      client.join();
    }
  }
}
