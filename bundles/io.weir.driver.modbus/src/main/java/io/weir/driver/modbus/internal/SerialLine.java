package io.weir.driver.modbus.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A serial port, by jSerialComm. */
final class SerialLine implements ByteLine {
  /** Who has which port open, by the device it leads to. */
  private static final Map<Path, String> OWNERS = new ConcurrentHashMap<>();

  private static final Path STABLE_NAMES = Path.of("/dev/serial/by-id");
  private static final Path DEVICES = Path.of("/dev");

  private static final int EINVAL = 22;

  /** The driver's waits are of whole tenths of a second. */
  private static final int SLICE_MILLIS = 100;

  private static final long SLICE = MILLISECONDS.toNanos(SLICE_MILLIS);
  private static final long SHORT_NAP = MILLISECONDS.toNanos(1);
  private static final long LONGEST_STOP = SECONDS.toNanos(10);

  static {
    // jSerialComm unloads its library as soon as the machine begins to stop, under whoever is still
    // reading; it waits for what is said here.
    SerialPort.addShutdownHook(new Thread(SerialLine::awaitClosed, "weir-serial-stop"));
  }

  private final SerialPort port;
  private final Path device;

  /**
   * How a port is set up.
   *
   * @param rs485 whether the port switches its transmitter by RTS
   */
  record Setup(SerialFormat format, boolean rs485) {}

  /**
   * Opens the port.
   *
   * @param owner who opens it, for others that want it too
   */
  SerialLine(Path path, Setup setup, String owner) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException("there is no such port; there are " + ports());
    }
    device = path.toRealPath();
    String other = OWNERS.putIfAbsent(device, owner);
    if (other != null) {
      throw new IOException("'" + other + "' has this port open; use one connection for a bus");
    }
    @Nullable SerialPort opened = null;
    try {
      opened = open(setup);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException("it is no serial port", e);
    } finally {
      if (opened == null) {
        OWNERS.remove(device, owner);
      }
    }
    port = opened;
  }

  private SerialPort open(Setup setup) throws IOException {
    SerialPort opened = SerialPort.getCommPort(device.toString());
    SerialFormat format = setup.format();
    int parity =
        switch (format.parity()) {
          case NONE -> SerialPort.NO_PARITY;
          case EVEN -> SerialPort.EVEN_PARITY;
          case ODD -> SerialPort.ODD_PARITY;
        };
    int stopBits = format.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS;
    opened.setComPortParameters(format.baud(), format.dataBits(), stopBits, parity, setup.rs485());
    opened.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    opened.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
    if (!opened.openPort(0)) {
      throw new IOException(refusal(opened.getLastErrorCode(), format));
    }
    return opened;
  }

  private String refusal(int error, SerialFormat format) {
    if (!Files.isWritable(device)) {
      return "the user of the gateway may not write it: add it to the group dialout";
    }
    return error == EINVAL
        ? "it does not take " + format
        : "it cannot be opened (error " + error + "); another program may have it open";
  }

  /** The names of the ports of this machine, those that stay when plugs are changed first. */
  private static String ports() {
    SortedSet<String> names = new TreeSet<>();
    add(STABLE_NAMES, "*", names);
    if (names.isEmpty()) {
      add(DEVICES, "tty{USB,ACM,AMA,S}[0-9]*", names);
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static void add(Path folder, String glob, SortedSet<String> names) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(path -> names.add(path.toString()));
    } catch (IOException e) {
      // A machine without such ports has no such folder.
    }
  }

  @Override
  public boolean write(byte[] bytes, int length, long deadline) throws IOException {
    int written = port.writeBytes(bytes, length, 0);
    if (written < 0) {
      throw gone();
    }
    return written == length;
  }

  @Override
  public int read(byte[] into, int at, long deadline) throws IOException {
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      int available = port.bytesAvailable();
      if (available < 0) {
        throw gone();
      }
      long left = deadline - System.nanoTime();
      if (available > 0 || left > SLICE) {
        // Waits a slice at most; returns as soon as there is something.
        int wanted = Math.min(Math.max(available, 1), into.length - at);
        int read = port.readBytes(into, wanted, at);
        if (read < 0) {
          throw gone();
        }
        if (read > 0) {
          return read;
        }
      } else if (left <= 0) {
        return 0;
      } else {
        LockSupport.parkNanos(this, Math.min(left, SHORT_NAP));
      }
    }
  }

  private static void awaitClosed() {
    long end = System.nanoTime() + LONGEST_STOP;
    while (!OWNERS.isEmpty() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(SHORT_NAP);
    }
  }

  private static IOException gone() {
    return new IOException("the port is gone: was it unplugged?");
  }

  @Override
  public void close() {
    port.closePort();
    OWNERS.remove(device);
  }
}
