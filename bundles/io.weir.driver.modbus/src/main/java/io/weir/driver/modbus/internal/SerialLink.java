package io.weir.driver.modbus.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Modbus with the frames of a serial line: RTU or ASCII, on a port or through a TCP gateway.
 *
 * <p>A frame carries no transaction id, so time alone tells what it answers. Whatever comes before
 * a request is thrown away, and a request goes out only after silence: after an orderly answer that
 * of the specification, after anything else a longer one. A late answer could pass for that to
 * another request to the same unit for as much from elsewhere; such a request waits until the first
 * one's time-out has passed once more.
 */
final class SerialLink implements Link {
  /** Adapters hand on what they have received up to 16 ms late. */
  static final long SETTLE = MILLISECONDS.toNanos(20);

  private static final long LONGEST_NOISE = MILLISECONDS.toNanos(500);

  /** A gateway that is gone without a word is found out after so many requests. */
  private static final int MAX_SILENT = 3;

  /** The longest answer is taken for granted: a shorter one ends by itself. */
  private final long answerNanos;

  private final String name;
  private final ByteLine.Opener opener;
  private final SerialFraming framing;
  private final LineTiming timing;
  private final byte[] out;
  private final byte[] in;
  private final Pdu answer = new Pdu();
  private final LostRequests lost = new LostRequests();

  private @Nullable ByteLine line;
  private @Nullable ModbusRequest current;
  private long timeoutNanos;
  private boolean dropped;
  private boolean unsettled;
  private int silent;
  private long lastEnd;

  /**
   * A link that is closed.
   *
   * @param name the line, for messages
   */
  SerialLink(String name, ByteLine.Opener opener, SerialFraming framing, LineTiming timing) {
    this.name = name;
    this.opener = opener;
    this.framing = framing;
    this.timing = timing;
    out = new byte[framing.maxLength()];
    in = new byte[2 * framing.maxLength()];
    answerNanos = framing.maxLength() * timing.characterNanos();
  }

  @Override
  public void open() throws ConnectionException {
    if (line == null) {
      line = connect();
    }
  }

  private ByteLine connect() throws ConnectionException {
    close();
    try {
      ByteLine opened = opener.open(System.nanoTime() + timing.connectNanos());
      unsettled = true;
      silent = 0;
      lost.clear();
      return opened;
    } catch (IOException e) {
      throw new ConnectionException(this + ": " + Io.reason(e), e);
    }
  }

  @Override
  public Pdu exchange(ModbusRequest request, long notBefore, long timeoutNanos)
      throws DriverException {
    if (line == null && !dropped) {
      throw new ConnectionException(this + " is not connected", null);
    }
    current = request;
    this.timeoutNanos = timeoutNanos;
    try {
      ByteLine open = ready(request, notBefore);
      int length = framing.put(request, out);
      long sent = System.nanoTime() + length * timing.characterNanos();
      if (!open.write(out, length, sent + timeoutNanos)) {
        throw distrust("the line took no request in time");
      }
      receive(open, request, length, sent + timeoutNanos);
      silent = 0;
      return answer;
    } catch (DriverException e) {
      throw e;
    } catch (IOException e) {
      close();
      throw new ConnectionException(this + ": " + Io.reason(e), e);
    } finally {
      lastEnd = System.nanoTime();
    }
  }

  /** The line when a request may go out; a network connection that has ended is made anew. */
  private ByteLine ready(ModbusRequest request, long notBefore) throws IOException {
    ByteLine open = line;
    if (open != null) {
      try {
        quiet(open, request, notBefore);
        return open;
      } catch (InterruptedIOException | DriverException e) {
        throw e;
      } catch (IOException e) {
        if (!timing.isNetwork()) {
          throw e;
        }
      }
    }
    ByteLine opened = connect();
    line = opened;
    quiet(opened, request, notBefore);
    return opened;
  }

  /** Waits until a request may go out; what comes meanwhile answers nothing. */
  private void quiet(ByteLine open, ModbusRequest request, long notBefore) throws IOException {
    long now = System.nanoTime();
    long rest = Math.max(unsettled ? SETTLE : timing.silenceNanos(), timing.pauseNanos());
    long until = unsettled ? now + rest : lastEnd + rest;
    until = Moments.later(until, notBefore);
    until = Moments.later(until, lost.confusedUntil(request, now));
    long giveUp = until + LONGEST_NOISE;
    while (open.read(in, 0, until) > 0) {
      unsettled = true;
      until = Moments.later(until, System.nanoTime() + SETTLE);
      if (until - giveUp > 0) {
        throw distrust("the line is never silent: something talks all the time");
      }
    }
    unsettled = false;
  }

  private void receive(ByteLine open, ModbusRequest request, int sent, long deadline)
      throws IOException {
    int got = timing.hasEcho() ? echo(open, sent, deadline) : 0;
    int length = 0;
    while (length == 0) {
      length = framing.length(in, got);
      int more = 0;
      if (length == 0 && got < in.length) {
        more = open.read(in, got, until(request, got, deadline));
        got += more;
      }
      if (length == 0 && more == 0) {
        length = got; // Silence ends it.
        if (got == 0) {
          throw timeout(request);
        }
      }
      if (isLate(length, request)) {
        got -= length;
        System.arraycopy(in, length, in, 0, got);
        length = 0;
      }
    }
    boolean isEcho = got >= sent && Arrays.equals(in, 0, sent, out, 0, sent);
    String mismatch = framing.mismatch(in, length, request);
    if (mismatch == null && got > length) {
      mismatch = "received " + (got - length) + " bytes too many";
    }
    if (mismatch == null && isEcho && !isRepeated(request)) {
      mismatch = "received what was sent";
    }
    if (mismatch != null) {
      throw distrust(
          "unit "
              + request.getUnitID()
              + ": "
              + mismatch
              + (isEcho ? "; it begins with the request itself: set echo to true" : ""));
    }
    framing.show(in, length, answer);
  }

  /** Whether a frame answers an earlier request, to another unit or for something else. */
  private boolean isLate(int length, ModbusRequest request) {
    return length > 0
        && framing.mismatch(in, length, request) != null
        && lost.isAnswered(earlier -> framing.mismatch(in, length, earlier) == null);
  }

  /** Whether the answer to a request is the request. */
  private static boolean isRepeated(ModbusRequest request) {
    int function = request.getFunctionCode();
    return function == Modbus.WRITE_COIL || function == Modbus.WRITE_SINGLE_REGISTER;
  }

  /** How long the next byte is waited for. */
  private long until(ModbusRequest request, int got, long deadline) {
    if (got == 0) {
      return deadline;
    }
    long end = deadline + answerNanos;
    if (framing.isPromising(in, got, request)) {
      return end;
    }
    long settled = System.nanoTime() + SETTLE;
    return settled - end < 0 ? settled : end;
  }

  /** Takes back what was sent; returns how many bytes came behind it. */
  private int echo(ByteLine open, int sent, long deadline) throws IOException {
    int got = 0;
    while (got < sent) {
      int more = open.read(in, got, deadline);
      if (more == 0) {
        throw distrust("what was sent did not come back within the time-out: set echo to false");
      }
      got += more;
    }
    if (!Arrays.equals(in, 0, sent, out, 0, sent)) {
      throw distrust("what was sent came back changed: is another master on the line?");
    }
    System.arraycopy(in, sent, in, 0, got - sent);
    return got - sent;
  }

  private NoResponseException timeout(ModbusRequest request) {
    String message =
        "unit "
            + request.getUnitID()
            + " did not answer within "
            + NANOSECONDS.toMillis(timeoutNanos)
            + " ms";
    NoResponseException silence = distrust(message);
    if (timing.isNetwork() && ++silent >= MAX_SILENT) {
      close();
      dropped = true;
      return new NoResponseException(this + ": " + message + ", nor did others before", null);
    }
    return silence;
  }

  /** What was asked last may still be answered. */
  @Override
  public NoResponseException distrust(String why) {
    unsettled = true;
    // As long again as is usually waited, however short this time.
    long late = 2 * Math.max(timeoutNanos, timing.usualNanos()) - timeoutNanos;
    lost.add(Objects.requireNonNull(current), System.nanoTime() + late);
    return new NoResponseException(this + ": " + why, null);
  }

  @Override
  public void close() {
    dropped = false;
    ByteLine open = line;
    line = null;
    Io.close(open);
  }

  @Override
  public String toString() {
    return name;
  }
}
