package io.weir.core.internal.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** What the machine says of time. */
interface TimeSource {
  /** Monotonic microseconds of this boot, the same for every process of it. */
  long micros();

  /** Epoch microseconds of the system clock, right or wrong. */
  long epochMicros();

  /** The id of this boot, different for each. */
  String bootId();

  /**
   * This machine, under Linux: {@link System#nanoTime} is {@code CLOCK_MONOTONIC} there, which
   * starts with the boot and is shared by all processes.
   */
  final class Machine implements TimeSource {
    private final String bootId = readBootId();

    @Override
    public long micros() {
      return System.nanoTime() / 1000;
    }

    @Override
    public long epochMicros() {
      Instant now = Instant.now();
      return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @Override
    public String bootId() {
      return bootId;
    }

    /** Where the kernel does not tell, each process counts as a boot of its own. */
    private static String readBootId() {
      try {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
      } catch (IOException e) {
        return UUID.randomUUID().toString();
      }
    }
  }
}
