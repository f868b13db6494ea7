package io.weir.api.runtime;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Time inside the gateway: monotonic microseconds of a numbered boot, and what is known of their
 * place in the calendar. Any thread.
 *
 * <p>Durations and schedules use {@link #micros} alone and do not notice a jump of the system
 * clock.
 */
@ProviderType
public interface GatewayClock {
  /** Monotonic microseconds of this boot; goes on across restarts of the process. */
  long micros();

  /** Number of this boot of the machine, from 1, never used twice. */
  int boot();

  /**
   * Epoch microseconds of a moment of a boot, by the best offset known for it.
   *
   * @param boot a boot's number
   * @param micros monotonic microseconds of that boot
   */
  long toEpoch(int boot, long micros);

  /** Whether the offset of this boot was learnt from a clock that can be trusted. */
  boolean isTrusted(int boot);

  /** Epoch microseconds now, by the best offset known. */
  default long epochMicros() {
    return toEpoch(boot(), micros());
  }
}
