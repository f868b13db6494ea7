package io.weir.driver.modbus.internal;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Modbus over UDP: the frames of Modbus TCP, one a datagram. What does not answer the request under
 * way, by its sender and its transaction id, is passed over.
 */
final class UdpLink implements Link {
  private final String host;
  private final int port;
  private final long pauseNanos;
  private final ByteBuffer out = ByteBuffer.allocate(TcpFrame.MAX_LENGTH);

  /** One byte longer than a frame, so that a longer datagram shows. */
  private final ByteBuffer in = ByteBuffer.allocate(TcpFrame.MAX_LENGTH + 1);

  private final Pdu answer = new Pdu();
  private final Transactions transactions = new Transactions();
  private @Nullable DatagramChannel channel;
  private @Nullable Selector selector;
  private long lastEnd;

  UdpLink(String host, int port, long pauseNanos) {
    this.host = host;
    this.port = port;
    this.pauseNanos = pauseNanos;
  }

  /** Finds the address; whether there is anybody shows with the first request. */
  @Override
  public void open() throws ConnectionException {
    if (channel != null) {
      return;
    }
    try {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new UnknownHostException("no address is known for this name");
      }
      DatagramChannel opened = DatagramChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      opened.connect(address); // Nobody else is heard.
      Selector ready = Selector.open();
      selector = ready;
      opened.register(ready, SelectionKey.OP_READ);
      lastEnd = System.nanoTime() - pauseNanos;
    } catch (IOException e) {
      close();
      throw new ConnectionException(this + ": " + Io.reason(e), e);
    }
  }

  @Override
  public Pdu exchange(ModbusRequest request, long notBefore, long timeoutNanos)
      throws DriverException {
    DatagramChannel open = channel;
    Selector ready = selector;
    if (open == null || ready == null) {
      throw new ConnectionException(this + " is not connected", null);
    }
    try {
      pause(Moments.later(lastEnd + pauseNanos, notBefore));
      out.clear();
      TcpFrame.put(request, transactions.next(), out);
      open.write(out.flip());
      receive(open, ready, request, timeoutNanos);
    } catch (DriverException e) {
      throw e;
    } catch (IOException e) {
      close();
      throw new ConnectionException(this + ": " + Io.reason(e), e);
    } finally {
      lastEnd = System.nanoTime();
    }
    return answer;
  }

  private void receive(
      DatagramChannel open, Selector ready, ModbusRequest request, long timeoutNanos)
      throws IOException {
    long deadline = System.nanoTime() + timeoutNanos;
    while (await(ready, deadline)) {
      in.clear();
      while (open.read(in) > 0) {
        int length = in.position();
        byte[] frame = in.array();
        if (isAnswer(frame, length)) {
          @Nullable String mismatch = TcpFrame.mismatch(frame, length, request);
          if (mismatch != null) {
            throw distrust(mismatch);
          }
          answer.set(frame, TcpFrame.HEADER, length - TcpFrame.HEADER);
          return;
        }
        in.clear();
      }
    }
    throw distrust(
        "unit "
            + request.getUnitID()
            + " did not answer within "
            + NANOSECONDS.toMillis(timeoutNanos)
            + " ms");
  }

  private boolean isAnswer(byte[] frame, int length) {
    return length > TcpFrame.HEADER
        && TcpFrame.fault(frame, length) == null
        && TcpFrame.length(frame, length) == length
        && TcpFrame.transaction(frame) == transactions.current();
  }

  private static boolean await(Selector ready, long deadline) throws IOException {
    long left = deadline - System.nanoTime();
    while (left > 0) {
      int found = ready.select(NANOSECONDS.toMillis(left) + 1);
      checkInterrupt();
      ready.selectedKeys().clear();
      if (found > 0) {
        return true;
      }
      left = deadline - System.nanoTime();
    }
    return false;
  }

  private void pause(long until) throws IOException {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      checkInterrupt();
    }
  }

  private static void checkInterrupt() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** An id is not used again before all others were, so that nothing needs to be thrown away. */
  @Override
  public NoResponseException distrust(String why) {
    return new NoResponseException(this + ": " + why, null);
  }

  @Override
  public void close() {
    DatagramChannel open = channel;
    Selector ready = selector;
    channel = null;
    selector = null;
    Io.close(open);
    Io.close(ready);
  }

  @Override
  public String toString() {
    return host + ":" + port + " (UDP)";
  }
}
