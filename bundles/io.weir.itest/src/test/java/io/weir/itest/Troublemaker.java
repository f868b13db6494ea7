package io.weir.itest;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection with units that answer as they should, each register with the unit's number, and one
 * that does not: {@link #BAD}. Modbus TCP, or RTU frames over TCP.
 */
final class Troublemaker implements AutoCloseable {
  static final int BAD = 99;

  /** What the bad unit does with a request. */
  enum Habit {
    GOOD,
    SILENT,
    LATE,
    EXCEPTION,
    OTHER_UNIT,
    OTHER_TRANSACTION,
    SHORT,
    LONG,
    GARBAGE_BEFORE,
    DAMAGED,
    DRIBBLE,
    CLOSE,
    RESET,
    RESET_MID_FRAME
  }

  private static final long LATE_MILLIS = 700;
  private static final long DRIBBLE_NANOS = 100_000_000;

  private final Habit habit;
  private final boolean isRtu;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  Troublemaker(Habit habit, boolean isRtu) throws IOException {
    this.habit = habit;
    this.isRtu = isRtu;
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] request = new byte[isRtu ? 8 : 12];
        in.readFully(request);
        int at = isRtu ? 0 : 6;
        int unit = request[at] & 0xFF;
        int transaction = isRtu ? 0 : ByteBuffer.wrap(request).getShort();
        byte[] answer = {(byte) unit, 3, 2, 0, (byte) unit};
        if (unit == BAD) {
          misbehave(socket, transaction, answer);
        } else {
          send(socket, frame(transaction, answer));
        }
      }
    } catch (IOException e) {
      // The driver made the connection anew, or this one was ended.
    }
  }

  private void misbehave(Socket socket, int transaction, byte[] answer) throws IOException {
    byte[] good = frame(transaction, answer);
    switch (habit) {
      case GOOD -> send(socket, good);
      case SILENT -> {
        // That is all.
      }
      case LATE -> {
        var unused =
            later.schedule(() -> sendLate(socket, good), LATE_MILLIS, TimeUnit.MILLISECONDS);
      }
      case EXCEPTION -> send(socket, frame(transaction, new byte[] {(byte) BAD, (byte) 0x83, 4}));
      case OTHER_UNIT -> send(socket, frame(transaction, new byte[] {98, 3, 2, 0, 98}));
      case OTHER_TRANSACTION -> send(socket, frame(transaction + 1, answer));
      case SHORT -> send(socket, Arrays.copyOf(good, good.length - 1));
      case LONG -> send(socket, frame(transaction, new byte[] {(byte) BAD, 3, 4, 0, 1, 0, 1}));
      case GARBAGE_BEFORE -> {
        byte[] both = Arrays.copyOf(new byte[] {0x55, 0x2A, 0x0F}, 3 + good.length);
        System.arraycopy(good, 0, both, 3, good.length);
        send(socket, both);
      }
      case DAMAGED -> {
        good[good.length - 1] ^= 1;
        send(socket, good);
      }
      case DRIBBLE -> {
        for (byte each : good) {
          send(socket, each);
          LockSupport.parkNanos(DRIBBLE_NANOS);
        }
      }
      case CLOSE -> throw new IOException("closed as is its habit");
      case RESET -> reset(socket);
      case RESET_MID_FRAME -> {
        send(socket, Arrays.copyOf(good, good.length / 2));
        reset(socket);
      }
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    throw new IOException("reset as is its habit");
  }

  private static void sendLate(Socket socket, byte[] frame) {
    try {
      send(socket, frame);
    } catch (IOException e) {
      // The connection was made anew.
    }
  }

  private static void send(Socket socket, byte... bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    synchronized (socket) {
      out.write(bytes);
    }
  }

  private byte[] frame(int transaction, byte[] message) {
    if (!isRtu) {
      return ByteBuffer.allocate(6 + message.length)
          .putShort((short) transaction)
          .putShort((short) 0)
          .putShort((short) message.length)
          .put(message)
          .array();
    }
    int sum = 0xFFFF;
    for (byte each : message) {
      sum ^= each & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0xA001;
      }
    }
    byte[] frame = Arrays.copyOf(message, message.length + 2);
    frame[message.length] = (byte) sum;
    frame[message.length + 1] = (byte) (sum >> 8);
    return frame;
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
    later.shutdownNow();
  }
}
