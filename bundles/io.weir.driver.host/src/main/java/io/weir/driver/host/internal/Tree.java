package io.weir.driver.host.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Quality;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the machine below a root, and what it means when one cannot be read. */
final class Tree {
  /** Codes of errno.h. */
  private static final int ENOENT = 2;

  private static final int EIO = 5;
  private static final int EACCES = 13;
  private static final int MAX_BYTES = 65_536;

  private final Path root;

  Tree(Path root) {
    this.root = root;
  }

  Path path(String path) {
    return root.resolve(path.substring(1));
  }

  boolean isDirectory(String path) {
    return Files.isDirectory(path(path));
  }

  /** Names in a directory, in order; none where there is no such directory. */
  List<String> names(String directory) {
    try (Stream<Path> children = Files.list(path(directory))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What is said when something is not there: splitting the block finds the channel. */
  static RejectedException missing(String what) {
    return new RejectedException(what, ENOENT, true);
  }

  /** The text of a file without the white space around it. */
  String text(String path) throws DriverException {
    // A stream of Files cannot be interrupted.
    try (InputStream in = Channels.newInputStream(Files.newByteChannel(path(path)))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      throw missing("this machine has no " + path);
    } catch (AccessDeniedException e) {
      throw new RejectedException(
          path + " may not be read by the gateway's user; give it the right", EACCES, false);
    } catch (ClosedByInterruptException e) {
      InterruptedIOException cause = new InterruptedIOException("interrupted");
      cause.initCause(e);
      throw new ConnectionException("interrupted while reading " + path, cause);
    } catch (IOException e) {
      throw new RejectedException(path + " cannot be read: " + e.getMessage(), EIO, false);
    }
  }

  /** A file that holds one integer. */
  long integer(String path) throws DriverException, NoValueException {
    return integer(path, text(path));
  }

  static long integer(String what, String text) throws NoValueException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw noNumber(what, text);
    }
  }

  static double number(String what, String text) throws NoValueException {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw noNumber(what, text);
  }

  static NoValueException noNumber(String what, String text) {
    return new NoValueException(
        Quality.Reason.DEVICE, what + " holds '" + text + "', which is no number");
  }
}
