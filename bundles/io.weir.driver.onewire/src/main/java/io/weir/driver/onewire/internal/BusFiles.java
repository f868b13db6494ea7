package io.weir.driver.onewire.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of one bus below {@code /sys/bus/w1/devices}, and what it means when one fails. */
class BusFiles {
  /** Codes of errno.h. */
  private static final int ENOENT = 2;

  private static final int EIO = 5;
  private static final int EACCES = 13;
  private static final int MAX_BYTES = 4096;

  private final Path devices;
  private final String master;

  BusFiles(Path root, String master) {
    devices = root.resolve("sys/bus/w1/devices");
    this.master = master;
  }

  void check() throws ConnectionException {
    if (!Files.isDirectory(devices.resolve(master))) {
      List<String> masters =
          names(devices).stream().filter(name -> name.startsWith("w1_bus_master")).toList();
      throw new ConnectionException(
          "this machine has no 1-Wire bus "
              + master
              + (masters.isEmpty()
                  ? ", nor any other; enable it, on a Raspberry Pi by 'dtoverlay=w1-gpio' in"
                      + " config.txt"
                  : "; its buses are " + String.join(", ", masters)),
          null);
    }
  }

  /** The sensors on the bus, in order. */
  List<String> sensors() {
    return names(devices.resolve(master)).stream().filter(SensorPoint::isSensor).toList();
  }

  boolean exists(String file) {
    return Files.exists(devices.resolve(master).resolve(file));
  }

  /** Whether this program may write it: has the right, and the place is not read-only. */
  boolean isWritable(String file) {
    return Files.isWritable(devices.resolve(master).resolve(file));
  }

  String read(String file) throws DriverException {
    Path path = devices.resolve(master).resolve(file);
    // A stream of Files cannot be interrupted.
    try (InputStream in = Channels.newInputStream(Files.newByteChannel(path))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw failed(file, path, e);
    }
  }

  void write(String file, String text) throws DriverException {
    Path path = devices.resolve(master).resolve(file);
    try (ByteChannel out =
        Files.newByteChannel(
            path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))); // One write, one try.
    } catch (IOException e) {
      throw failed(file, path, e);
    }
  }

  private DriverException failed(String file, Path path, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      InterruptedIOException cause = new InterruptedIOException("interrupted");
      cause.initCause(e);
      return new ConnectionException("interrupted at " + file, cause);
    }
    if (e instanceof AccessDeniedException) {
      return new RejectedException(
          file + " may not be used by the gateway's user; give it the right", EACCES, false);
    }
    if (!(e instanceof NoSuchFileException)) {
      return new RejectedException(file + ": " + e.getMessage(), EIO, false);
    }
    Path folder = path.getParent();
    if (folder != null && Files.isDirectory(folder)) {
      return new RejectedException(
          file + " is not there: neither every chip nor every kernel has it", ENOENT, true);
    }
    List<String> seen = sensors();
    return new NoResponseException(
        "sensor "
            + file.replaceAll("/.*", "")
            + " is not on "
            + master
            + (seen.isEmpty() ? ", nor any other" : "; on it are " + String.join(", ", seen)),
        e);
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
