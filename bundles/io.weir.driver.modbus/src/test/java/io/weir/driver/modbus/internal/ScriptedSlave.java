package io.weir.driver.modbus.internal;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** A peer that answers what it is told to, right or wrong. Confined to the test's thread. */
final class ScriptedSlave implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final Pattern TRANSACTION = Pattern.compile("\\{(tid|previous)([+-]\\d+)?}");
  private static final Pattern FRAME =
      Pattern.compile("(half|rest|tail|damaged|previous|next|)\\(([0-9A-F ]+)\\)");
  private static final Pattern TIMES = Pattern.compile("([0-9A-F]{2})\\*(\\d+)");

  private final LinkKind kind;
  private final Carrier carrier;
  private byte[] request = {};
  private int transaction;
  private int previous;

  /** Modbus TCP. */
  ScriptedSlave() throws Exception {
    this(LinkKind.TCP);
  }

  ScriptedSlave(LinkKind kind) throws Exception {
    this.kind = kind;
    carrier = kind.carrier();
  }

  int port() {
    return (int) settings().getOrDefault("port", 0);
  }

  /** Settings of a connection to it. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(carrier.settings());
    settings.put("transport", kind.toString());
    return settings;
  }

  /** Takes the next request, from a new connection when the last one is over. */
  void request() throws IOException {
    if (!requestUnless(() -> false)) {
      throw new SocketTimeoutException("no request came");
    }
  }

  /** Takes the next request, unless it is over with that before; returns whether one came. */
  boolean requestUnless(BooleanSupplier isOver) throws IOException {
    long end = System.nanoTime() + PATIENCE;
    while (!isOver.getAsBoolean() && System.nanoTime() - end < 0) {
      try {
        request = kind.envelope().read(carrier.in());
        previous = transaction;
        transaction = kind.envelope().transaction(request);
        return true;
      } catch (SocketTimeoutException e) {
        // Not yet.
      } catch (EOFException | SocketException | SSLException e) {
        carrier.drop();
      }
    }
    return false;
  }

  /**
   * Bytes in hexadecimal digits.
   *
   * <p>{@code (01 03 02 002A)} stands for the frame that answers the last request with this unit
   * id, function code and data; {@code half(...)} and {@code rest(...)} for its two halves, {@code
   * tail(...)} for all but its first byte, {@code damaged(...)} for one with a wrong checksum,
   * {@code previous(...)} and {@code next(...)} for one of the transaction before and of one not
   * begun. {@code {tid}} and {@code {previous}} are transaction ids by themselves, {@code {tid+1}}
   * is one more; {@code echo} is the request, {@code 11*600} a byte many times.
   */
  byte[] bytes(String script) {
    String digits =
        TIMES
            .matcher(script)
            .replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
    digits = FRAME.matcher(digits).replaceAll(match -> hex(frame(match)));
    digits = TRANSACTION.matcher(digits).replaceAll(this::transaction);
    return HexFormat.of().parseHex(digits.replace("echo", hex(request)).replace(" ", ""));
  }

  private byte[] frame(MatchResult match) {
    byte[] message = HexFormat.of().parseHex(match.group(2).replace(" ", ""));
    String what = match.group(1);
    int id =
        switch (what) {
          case "previous" -> previous;
          case "next" -> transaction + 1;
          default -> transaction;
        };
    byte[] frame = kind.envelope().frame(id, message);
    int middle = frame.length / 2;
    return switch (what) {
      case "half" -> Arrays.copyOf(frame, middle);
      case "rest" -> Arrays.copyOfRange(frame, middle, frame.length);
      case "tail" -> Arrays.copyOfRange(frame, 1, frame.length);
      case "damaged" -> {
        frame[middle + 1] ^= 1;
        yield frame;
      }
      default -> frame;
    };
  }

  private String transaction(MatchResult match) {
    int id = match.group(1).equals("tid") ? transaction : previous;
    int shift = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
    return String.format("%04X", id + shift & 0xFFFF);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  void send(byte... bytes) throws IOException {
    carrier.send(bytes);
  }

  void sendAsStranger(byte... bytes) throws IOException {
    carrier.sendAsStranger(bytes);
  }

  /** Forgets requests that came and were not taken. */
  void drain() throws IOException {
    carrier.drain();
  }

  /** Closes the connection in order. */
  void drop() throws IOException {
    carrier.drop();
  }

  /** Says that nothing more will come, and goes on to listen. */
  void finish() throws IOException {
    carrier.finish();
  }

  /** Breaks the connection off. */
  void reset() throws IOException {
    carrier.reset();
  }

  int connections() {
    return carrier.connections();
  }

  @Override
  public void close() throws IOException {
    carrier.close();
  }
}
