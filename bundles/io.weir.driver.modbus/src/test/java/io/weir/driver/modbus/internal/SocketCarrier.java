package io.weir.driver.modbus.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A listener, with or without TLS, that serves one connection after the other. */
final class SocketCarrier implements Carrier {
  private final ServerSocket server;
  private final @Nullable TlsPeer tls;

  /** The connection itself, below TLS. */
  private @Nullable Socket raw;

  private @Nullable Socket socket;
  private int connections;

  SocketCarrier(@Nullable TlsPeer tls) throws IOException {
    this.tls = tls;
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(SLICE_MILLIS);
  }

  int port() {
    return server.getLocalPort();
  }

  private Socket open() throws IOException {
    Socket open = socket;
    if (open == null) {
      Socket accepted = server.accept();
      accepted.setTcpNoDelay(true);
      raw = accepted;
      open = tls == null ? accepted : tls.wrap(accepted);
      open.setSoTimeout(SLICE_MILLIS);
      socket = open;
      connections++;
    }
    return open;
  }

  @Override
  public InputStream in() throws IOException {
    return open().getInputStream();
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    open().getOutputStream().write(bytes);
  }

  @Override
  public void drop() throws IOException {
    try {
      open().shutdownOutput(); // With TLS close would wait for the other end to do so too.
    } catch (IOException e) {
      // The driver has broken it off.
    }
    release();
  }

  @Override
  public void drain() throws IOException {
    if (socket != null) {
      InputStream in = socket.getInputStream();
      in.skipNBytes(in.available());
    }
  }

  @Override
  public void finish() throws IOException {
    open().shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    open();
    if (raw != null) {
      raw.setSoLinger(true, 0);
    }
    release();
  }

  private void release() throws IOException {
    Socket open = raw;
    raw = null;
    socket = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public int connections() {
    return connections;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(Map.of("host", "127.0.0.1", "port", port()));
    if (tls != null) {
      settings.put("tls.ca", tls.certificate());
    }
    return settings;
  }

  @Override
  public void close() throws IOException {
    try (server) {
      release();
    }
  }
}
