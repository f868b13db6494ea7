package io.weir.core.internal.clock;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a command whether the kernel's clock is synchronised, whatever service does it: {@code
 * timedatectl} reads the kernel's own flag. It is asked now and then until it says yes, which then
 * holds for this process. Never waits for the command. Confined to one thread.
 */
final class SyncQuery implements BooleanSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(SyncQuery.class);
  private static final long PAUSE = 30_000_000;
  private static final long PATIENCE = 20_000_000;

  private final List<String> command;
  private final LongSupplier micros;
  private @Nullable Process running;
  private long startedAt;
  private long nextAt = Long.MIN_VALUE;
  private boolean confirmed;

  /**
   * @param command prints yes when the clock is synchronised
   * @param micros monotonic microseconds
   */
  SyncQuery(List<String> command, LongSupplier micros) {
    this.command = List.copyOf(command);
    this.micros = micros;
  }

  static SyncQuery ofMachine(LongSupplier micros) {
    return new SyncQuery(
        List.of("timedatectl", "show", "--property=NTPSynchronized", "--value"), micros);
  }

  @Override
  public boolean getAsBoolean() {
    if (!confirmed) {
      ask(micros.getAsLong());
    }
    return confirmed;
  }

  private void ask(long now) {
    Process process = running;
    if (process == null) {
      if (now >= nextAt) {
        startedAt = now;
        nextAt = now + PAUSE;
        running = start();
      }
    } else if (!process.isAlive()) {
      running = null;
      confirmed = answer(process).equals("yes");
    } else if (now - startedAt > PATIENCE) {
      running = null;
      process.destroyForcibly();
    }
  }

  private @Nullable Process start() {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .start();
    } catch (IOException e) {
      LOG.debug("{} cannot be asked", command, e);
      nextAt = Long.MAX_VALUE;
      return null;
    }
  }

  private static String answer(Process process) {
    try (InputStream output = process.getInputStream()) {
      byte[] bytes = output.readNBytes(64);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      LOG.debug("No answer", e);
      return "";
    }
  }
}
