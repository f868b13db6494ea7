package io.weir.driver.modbus.internal;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Modbus TCP, as it is or within TLS.
 *
 * <pre>
 *            open                  connection lost, interrupt, close
 *   CLOSED ---------> OPEN -----------------------------------------> CLOSED
 *                     ^  | an answer that cannot be trusted, half a frame at the time-out,
 *            exchange |  | too many requests in a row without an answer
 *                     |  v
 *                    DROPPED
 * </pre>
 *
 * <p>After a time-out between frames the connection stays: the late answer is known by its
 * transaction id and skipped. Everything else that is not the answer leaves the position in the
 * stream or the peer in doubt, so the connection is dropped and the next exchange makes it again.
 */
final class TcpLink implements Link {
  /** A peer that is gone without a word is found out after so many requests. */
  private static final int MAX_SILENT = 3;

  private final String name;
  private final Wire.Opener opener;
  private final long connectNanos;
  private final long usualNanos;
  private final long pauseNanos;

  private final ByteBuffer out = ByteBuffer.allocate(TcpFrame.MAX_LENGTH);
  private final ByteBuffer in = ByteBuffer.allocate(4 * TcpFrame.MAX_LENGTH);
  private final Pdu answer = new Pdu();

  private @Nullable Wire socket;
  private boolean dropped;
  private Transactions transactions = new Transactions();

  /** Length of the frame that was handed out and still stands at the beginning of {@link #in}. */
  private int consumed;

  private int silent;
  private long lastEnd;

  /**
   * A link that is closed.
   *
   * @param name the endpoint, for messages
   * @param usualNanos how long an answer is usually waited for, and a lost connection to come back
   */
  TcpLink(String name, Wire.Opener opener, long connectNanos, long usualNanos, long pauseNanos) {
    this.name = name;
    this.opener = opener;
    this.connectNanos = connectNanos;
    this.usualNanos = usualNanos;
    this.pauseNanos = pauseNanos;
  }

  @Override
  public void open() throws ConnectionException {
    if (socket == null) {
      connect(System.nanoTime() + connectNanos);
    }
  }

  @Override
  public Pdu exchange(ModbusRequest request, long notBefore, long timeoutNanos)
      throws DriverException {
    if (socket == null && !dropped) {
      throw new ConnectionException(this + " is not connected", null);
    }
    try {
      long rested = Moments.later(lastEnd + pauseNanos, notBefore);
      long limit = Moments.later(System.nanoTime(), rested) + Math.max(timeoutNanos, usualNanos);
      Wire open = ready(rested, limit);
      long sent = System.nanoTime();
      long deadline = sent + Math.min(timeoutNanos, limit - sent);
      out.clear();
      TcpFrame.put(request, transactions.next(), out);
      if (!open.write(out.flip(), deadline)) {
        throw distrust("the device took no request in time");
      }
      receive(open, request, deadline, timeoutNanos);
    } catch (DriverException e) {
      throw e;
    } catch (IOException e) {
      close();
      throw new ConnectionException(this + ": " + Io.reason(e), e);
    } finally {
      lastEnd = System.nanoTime();
    }
    transactions.answered();
    return answer;
  }

  /** The connection when a request may go out; one that has ended is made anew. */
  private Wire ready(long rested, long limit) throws IOException {
    @Nullable Wire open = socket;
    if (open != null) {
      rest(open, rested);
      if (isQuiet(open)) {
        return open;
      }
    }
    Wire opened = connect(limit);
    rest(opened, rested);
    return opened;
  }

  private static void rest(Wire open, long until) throws IOException {
    if (until - System.nanoTime() > 0) {
      open.pause(until);
    }
  }

  private Wire connect(long deadline) throws ConnectionException {
    close();
    try {
      Wire connected = opener.open(deadline);
      transactions = new Transactions();
      in.clear();
      consumed = 0;
      silent = 0;
      socket = connected;
      lastEnd = System.nanoTime() - pauseNanos;
      return connected;
    } catch (IOException e) {
      throw new ConnectionException(this + ": " + Io.reason(e), e);
    }
  }

  /**
   * Whether nothing has come since the last answer but late ones. What comes before a request does
   * not answer it, whatever it says; and many devices close a connection that was idle for long.
   */
  private boolean isQuiet(Wire open) {
    try {
      next();
      if (!open.readAtOnce(in)) {
        return false;
      }
      while (in.position() > 0) {
        if (TcpFrame.fault(in.array(), in.position()) != null) {
          return false;
        }
        consumed = TcpFrame.length(in.array(), in.position());
        if (consumed == 0 || !transactions.isLate(TcpFrame.transaction(in.array()))) {
          return false;
        }
        next();
      }
      return true;
    } catch (IOException e) {
      return false; // It was reset, which is one way to close it.
    }
  }

  /** Reads frames up to the one that answers the request. */
  private void receive(Wire open, ModbusRequest request, long deadline, long timeoutNanos)
      throws IOException {
    while (true) {
      int length = frame(open, request, deadline, timeoutNanos);
      int transaction = TcpFrame.transaction(in.array());
      if (transaction == transactions.current()) {
        @Nullable String mismatch = TcpFrame.mismatch(in.array(), length, request);
        if (mismatch != null) {
          throw distrust(mismatch);
        }
        answer.set(in.array(), TcpFrame.HEADER, length - TcpFrame.HEADER);
        return;
      }
      if (!transactions.isLate(transaction)) {
        throw distrust("received an answer to a request that was not made");
      }
    }
  }

  /** Brings the next whole frame to the beginning of {@link #in}; returns its length. */
  private int frame(Wire open, ModbusRequest request, long deadline, long timeoutNanos)
      throws IOException {
    next();
    while (true) {
      @Nullable String fault = TcpFrame.fault(in.array(), in.position());
      if (fault != null) {
        throw distrust(fault);
      }
      consumed = TcpFrame.length(in.array(), in.position());
      if (consumed > 0) {
        return consumed;
      }
      if (!open.read(in, deadline)) {
        throw timeout(request, timeoutNanos);
      }
      silent = 0;
    }
  }

  /** Lets go of the frame that was looked at. */
  private void next() {
    in.flip().position(consumed);
    in.compact();
    consumed = 0;
  }

  private NoResponseException timeout(ModbusRequest request, long timeoutNanos) {
    String message =
        "unit "
            + request.getUnitID()
            + " did not answer within "
            + NANOSECONDS.toMillis(timeoutNanos)
            + " ms";
    if (in.position() > 0) {
      return distrust(message + "; half a frame came");
    }
    if (++silent >= MAX_SILENT || !transactions.abandon()) {
      return distrust(message + ", nor did others before");
    }
    return new NoResponseException(this + ": " + message, null);
  }

  @Override
  public NoResponseException distrust(String why) {
    close();
    dropped = true;
    return new NoResponseException(this + ": " + why, null);
  }

  @Override
  public void close() {
    dropped = false;
    Wire open = socket;
    socket = null;
    Io.close(open);
  }

  @Override
  public String toString() {
    return name;
  }
}
