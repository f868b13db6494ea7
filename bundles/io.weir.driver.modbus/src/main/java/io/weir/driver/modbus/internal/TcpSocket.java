package io.weir.driver.modbus.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection whose every call ends by a deadline, or at once with an {@link
 * InterruptedIOException} when the thread is interrupted. Deadlines are {@link System#nanoTime()}.
 */
final class TcpSocket implements Wire {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  /** Connects without waiting for the peer longer than the deadline. */
  TcpSocket(String host, int port, long deadline) throws IOException {
    channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      selector = Selector.open();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    try {
      key = channel.register(selector, SelectionKey.OP_CONNECT);
      connect(host, port, deadline);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect(String host, int port, long deadline) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("no address is known for this name");
    }
    channel.connect(address);
    while (!channel.finishConnect()) {
      if (!await(SelectionKey.OP_CONNECT, deadline)) {
        throw new IOException("no answer in time");
      }
    }
  }

  @Override
  public boolean write(ByteBuffer from, long deadline) throws IOException {
    channel.write(from);
    while (from.hasRemaining()) {
      if (!await(SelectionKey.OP_WRITE, deadline)) {
        return false;
      }
      channel.write(from);
    }
    return true;
  }

  @Override
  public boolean read(ByteBuffer into, long deadline) throws IOException {
    int read = 0;
    while (read == 0) {
      if (!await(SelectionKey.OP_READ, deadline)) {
        return false;
      }
      read = channel.read(into);
    }
    if (read < 0) {
      throw new EOFException("closed by the device");
    }
    return true;
  }

  @Override
  public boolean readAtOnce(ByteBuffer into) throws IOException {
    return channel.read(into) >= 0;
  }

  @Override
  public void pause(long until) throws IOException {
    await(0, until);
  }

  private boolean await(int operations, long deadline) throws IOException {
    if (key.interestOps() != operations) {
      key.interestOps(operations);
    }
    long left = deadline - System.nanoTime();
    while (left > 0) {
      int ready = selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      if (ready > 0) {
        selector.selectedKeys().clear();
        return true;
      }
      left = deadline - System.nanoTime();
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
