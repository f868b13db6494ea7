package io.weir.core.internal.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * Whether the system clock can be trusted: its time is not before this release was made, and a
 * synchronisation service or a battery-backed clock speaks for it where there is one. A service
 * that runs and has not synchronised yet speaks against it. Without any, a plausible time is all
 * there is to go by.
 */
final class TimeEvidence implements LongPredicate {
  /** What the services leave in {@code /run}: systemd-timesyncd, chrony, ntpsec and ntp. */
  private static final List<String> SERVICES =
      List.of(
          "systemd/timesync",
          "chrony",
          "chronyd.pid",
          "ntpsec",
          "ntpd.pid",
          "ntpd",
          "openntpd.pid",
          "ntpd.sock");

  private final Path root;
  private final long release;
  private final BooleanSupplier synchronised;

  /**
   * @param root the file system's root
   * @param release epoch microseconds of this release
   * @param synchronised whether the kernel's clock is synchronised, as far as it can be asked
   */
  TimeEvidence(Path root, long release, BooleanSupplier synchronised) {
    this.root = root;
    this.release = release;
    this.synchronised = synchronised;
  }

  static TimeEvidence ofMachine(TimeSource source) {
    return new TimeEvidence(Path.of("/"), releaseMicros(), SyncQuery.ofMachine(source::micros));
  }

  @Override
  public boolean test(long epochMicros) {
    if (epochMicros < release) {
      return false;
    }
    Path run = root.resolve("run");
    return Files.exists(run.resolve("systemd/timesync/synchronized"))
        || hasBatteryClock()
        || SERVICES.stream().noneMatch(service -> Files.exists(run.resolve(service)))
        || synchronised.getAsBoolean();
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
