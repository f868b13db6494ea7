package io.weir.server.modbus.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/** Sends exactly the bytes a test wants. */
final class ScriptedClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  ScriptedClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
  }

  void send(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Sends a request to unit 1 and returns the answer from its function code on. */
  String ask(String pdu) throws IOException {
    return ask(1, pdu);
  }

  String ask(int unit, String pdu) throws IOException {
    int length = pdu.replace(" ", "").length() / 2 + 1;
    send("1234 0000 %04x %02x".formatted(length, unit) + pdu);
    byte[] header = in.readNBytes(7);
    if (header.length < 7) {
      throw new IOException("closed");
    }
    String start = HexFormat.of().formatHex(header, 0, 4);
    if (!start.equals("12340000") || header[6] != (byte) unit) {
      throw new IOException("header " + HexFormat.of().formatHex(header));
    }
    return HexFormat.of()
        .formatHex(in.readNBytes(((header[4] & 0xFF) << 8 | (header[5] & 0xFF)) - 1));
  }

  /** Whether the server has ended the connection; waits for it. */
  boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
