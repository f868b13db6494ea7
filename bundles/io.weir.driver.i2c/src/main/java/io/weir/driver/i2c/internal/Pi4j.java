package io.weir.driver.i2c.internal;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.provider.Provider;
import io.weir.api.driver.ConnectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the buses have in common in their use of Pi4J. */
final class Pi4j {
  /** A call that tells how many bytes it moved. */
  interface Call {
    int run();
  }

  private Pi4j() {}

  static void checkDevice(Path device, String what, String remedy, String group)
      throws ConnectionException {
    if (!Files.exists(device)) {
      throw new ConnectionException(
          "this machine has no " + what + " (" + device + "); on a Raspberry Pi " + remedy, null);
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw new ConnectionException(
          device + " may not be used by the gateway's user; add it to the group " + group, null);
    }
  }

  /** A context with this provider alone: in OSGi Pi4J would find none by itself. */
  static Context context(Provider<?, ?, ?> provider) throws ConnectionException {
    try {
      return Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook().add(provider).build();
    } catch (RuntimeException | LinkageError e) {
      throw new ConnectionException("Pi4J does not run on this machine: " + e, e);
    }
  }

  /** Runs a transfer, and makes one sort of exception of all that can go wrong. */
  static void transfer(Call call, int length) throws IOException {
    int moved;
    try {
      moved = call.run();
    } catch (LinkageError e) {
      throw new ConnectionException("Pi4J has no library for this processor: " + e, e);
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IOException(String.valueOf(cause.getMessage()), e);
    }
    if (moved != length) {
      throw new IOException(moved + " bytes of " + length + " were moved");
    }
  }
}
