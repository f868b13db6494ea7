package io.weir.core.internal.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Properties;
import java.util.function.LongPredicate;

/**
 * Whether the system clock can be trusted: its time is not before this release was made, and a
 * synchronisation service or a battery-backed clock speaks for it where there is one. Without
 * either, a plausible time is all there is to go by.
 */
final class TimeEvidence implements LongPredicate {
  private final Path root;
  private final long release;

  /**
   * @param root the file system's root
   * @param release epoch microseconds of this release
   */
  TimeEvidence(Path root, long release) {
    this.root = root;
    this.release = release;
  }

  static TimeEvidence ofMachine() {
    return new TimeEvidence(Path.of("/"), releaseMicros());
  }

  @Override
  public boolean test(long epochMicros) {
    if (epochMicros < release) {
      return false;
    }
    Path service = root.resolve("run/systemd/timesync");
    return Files.exists(service.resolve("synchronized"))
        || hasBatteryClock()
        || !Files.exists(service);
  }

  /** A clock chip without a battery starts at 1970, so a plausible time in it has been kept. */
  private boolean hasBatteryClock() {
    try {
      String seconds = Files.readString(root.resolve("sys/class/rtc/rtc0/since_epoch")).trim();
      return Long.parseLong(seconds) * 1_000_000 >= release;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  static long releaseMicros() {
    Properties properties = new Properties();
    try (InputStream in = TimeEvidence.class.getResourceAsStream("release.properties")) {
      if (in == null) {
        throw new IllegalStateException("release.properties is missing from the bundle");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OffsetDateTime.parse(properties.getProperty("time")).toEpochSecond() * 1_000_000;
  }
}
