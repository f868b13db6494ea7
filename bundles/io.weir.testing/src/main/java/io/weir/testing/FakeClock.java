package io.weir.testing;

import io.weir.api.runtime.GatewayClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it. Any thread.
 *
 * <p>Boot 1 at 1,000,000 microseconds to begin with, trusted, its epoch offset {@link
 * #DEFAULT_OFFSET}.
 */
public final class FakeClock implements GatewayClock {
  /** 2026-01-01T00:00:00Z in microseconds. */
  public static final long DEFAULT_OFFSET = 1_767_225_600_000_000L;

  private final AtomicLong micros = new AtomicLong(1_000_000);
  private final Map<Integer, Long> offsets = new ConcurrentHashMap<>();
  private final Map<Integer, Boolean> trusted = new ConcurrentHashMap<>();
  private volatile int boot = 1;

  @Override
  public long micros() {
    return micros.get();
  }

  @Override
  public int boot() {
    return boot;
  }

  @Override
  public long toEpoch(int ofBoot, long atMicros) {
    return offsets.getOrDefault(ofBoot, DEFAULT_OFFSET) + atMicros;
  }

  @Override
  public boolean isTrusted(int ofBoot) {
    return trusted.getOrDefault(ofBoot, true);
  }

  /** Moves time on. */
  public void advance(Duration duration) {
    micros.addAndGet(duration.toNanos() / 1000);
  }

  /** Sets the monotonic time. */
  public void set(long newMicros) {
    micros.set(newMicros);
  }

  /** Begins another boot at this monotonic time. */
  public void reboot(int newBoot, long newMicros) {
    boot = newBoot;
    micros.set(newMicros);
  }

  /** Sets what is known of a boot: epoch microseconds of its zero, and whether that is trusted. */
  public void offset(int ofBoot, long epochOfZero, boolean isTrusted) {
    offsets.put(ofBoot, epochOfZero);
    trusted.put(ofBoot, isTrusted);
  }
}
