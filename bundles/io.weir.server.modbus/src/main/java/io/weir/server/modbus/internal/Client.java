package io.weir.server.modbus.internal;

import io.weir.api.runtime.GatewayClock;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * One client's connection, on a thread of its own: however slow or hostile it is, nobody else
 * waits. One request is under way at a time; what it sends meanwhile stays in the system's buffer.
 */
final class Client {
  /** What all clients count. */
  record Counters(LongAdder requests, LongAdder exceptions, LongAdder garbage) {}

  private static final int HEADER = 7;

  private final Socket socket;
  private final BitSet units;
  private final Requests requests;
  private final GatewayClock clock;
  private final Counters counters;
  private final String origin;
  private final byte[] in = new byte[HEADER + Requests.MAX_PDU];
  private final ByteBuffer out = ByteBuffer.allocate(HEADER + Requests.MAX_PDU);
  private final Thread thread;
  private volatile long active;

  Client(
      String server,
      Socket socket,
      BitSet units,
      Requests requests,
      GatewayClock clock,
      Counters counters,
      Consumer<Client> onEnd) {
    this.socket = socket;
    this.units = units;
    this.requests = requests;
    this.clock = clock;
    this.counters = counters;
    InetAddress from = socket.getInetAddress();
    origin = "modbus:" + server + ":" + from.getHostAddress();
    active = clock.micros();
    thread = new Thread(() -> run(onEnd), "weir-modbus-" + server + "-client");
  }

  void start() {
    thread.start();
  }

  /** Monotonic microseconds of the last whole request or answer, or of the beginning. */
  long active() {
    return active;
  }

  /** Ends the connection, also one that is stuck in a read or write. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      counters.garbage().increment();
    }
  }

  void join() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run(Consumer<Client> onEnd) {
    try (socket) {
      DataInputStream input = new DataInputStream(socket.getInputStream());
      OutputStream output = socket.getOutputStream();
      boolean isGoingOn = true;
      while (isGoingOn) {
        isGoingOn = serve(input, output);
      }
    } catch (IOException e) {
      // Closed by the client, by the server's reaper or by its stop: nothing is left to be said.
    } finally {
      onEnd.accept(this);
    }
  }

  private boolean serve(DataInputStream input, OutputStream output) throws IOException {
    input.readFully(in, 0, HEADER);
    ByteBuffer request = ByteBuffer.wrap(in);
    int protocol = request.getShort(2);
    int length = (request.getShort(4) & 0xFFFF) - 1;
    if (protocol != 0 || length < 1 || length > Requests.MAX_PDU) {
      counters.garbage().increment();
      return false;
    }
    input.readFully(in, HEADER, length);
    request.position(HEADER).limit(HEADER + length);
    active = clock.micros();
    counters.requests().increment();
    answer(request);
    out.putShort(4, (short) (out.position() - HEADER + 1));
    output.write(out.array(), 0, out.position());
    active = clock.micros();
    return true;
  }

  private void answer(ByteBuffer request) {
    out.clear().put(in, 0, HEADER);
    try {
      if (!units.get(in[HEADER - 1] & 0xFF)) {
        throw new ModbusException(ModbusException.NO_PATH, "another unit");
      }
      requests.answer(request, origin, out);
    } catch (ModbusException e) {
      counters.exceptions().increment();
      out.position(HEADER);
      out.put((byte) (in[HEADER] | 0x80)).put((byte) e.code());
    }
  }
}
