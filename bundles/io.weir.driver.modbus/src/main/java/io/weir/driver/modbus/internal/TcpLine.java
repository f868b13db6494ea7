package io.weir.driver.modbus.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A TCP connection to a gateway that passes bytes on to a serial line. */
final class TcpLine implements ByteLine {
  private final TcpSocket socket;

  TcpLine(String host, int port, long deadline) throws IOException {
    socket = new TcpSocket(host, port, deadline);
  }

  @Override
  public boolean write(byte[] bytes, int length, long deadline) throws IOException {
    return socket.write(ByteBuffer.wrap(bytes, 0, length), deadline);
  }

  @Override
  public int read(byte[] into, int at, long deadline) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, at, into.length - at);
    if (!socket.readAtOnce(buffer)) {
      throw new EOFException("closed by the device");
    }
    return buffer.position() > at || socket.read(buffer, deadline) ? buffer.position() - at : 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
