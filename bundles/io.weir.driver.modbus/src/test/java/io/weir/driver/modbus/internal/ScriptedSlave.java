package io.weir.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A TCP peer that answers what it is told to, right or wrong. Confined to the test's thread. */
final class ScriptedSlave implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final Pattern TRANSACTION = Pattern.compile("\\{(tid|previous)([+-]\\d+)?}");

  private final ServerSocket server;
  private @Nullable Socket socket;
  private int transaction;
  private int previous;

  ScriptedSlave() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Takes the next request, from a new connection when the last one is over. */
  byte[] request() throws IOException {
    while (true) {
      Socket open = socket == null ? accept() : socket;
      try {
        return receive(open);
      } catch (EOFException | SocketException e) {
        open.close();
        socket = null;
      }
    }
  }

  private Socket accept() throws IOException {
    Socket accepted = server.accept();
    accepted.setTcpNoDelay(true);
    accepted.setSoTimeout(PATIENCE_MILLIS);
    socket = accepted;
    return accepted;
  }

  private byte[] receive(Socket open) throws IOException {
    DataInputStream in = new DataInputStream(open.getInputStream());
    int id = in.readUnsignedShort();
    previous = transaction;
    transaction = id;
    in.readUnsignedShort();
    byte[] request = new byte[in.readUnsignedShort()];
    in.readFully(request);
    return request;
  }

  /**
   * Bytes in hexadecimal digits; {@code {tid}} and {@code {previous}} stand for the transaction ids
   * of the last request and the one before, {@code {tid+1}} for one more.
   */
  byte[] bytes(String hex) {
    String digits =
        TRANSACTION
            .matcher(hex)
            .replaceAll(
                match -> {
                  int id = match.group(1).equals("tid") ? transaction : previous;
                  int shift = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
                  return String.format("%04X", id + shift & 0xFFFF);
                });
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  void send(byte... bytes) throws IOException {
    open().getOutputStream().write(bytes);
  }

  /** Closes the connection in order. */
  void drop() throws IOException {
    open().close();
    socket = null;
  }

  /** Breaks the connection off. */
  void reset() throws IOException {
    open().setSoLinger(true, 0);
    drop();
  }

  private Socket open() {
    if (socket == null) {
      throw new IllegalStateException("no request has come on this connection");
    }
    return socket;
  }

  @Override
  public void close() throws IOException {
    try (server) {
      if (socket != null) {
        socket.close();
      }
    }
  }
}
