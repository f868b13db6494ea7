package io.weir.driver.gpio.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.History;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A counter's value: what was recorded last before this process, plus what was counted in it.
 *
 * <p>Nothing is written for it: the history that is kept anyway is its memory. Confined to the bus
 * thread.
 */
final class Total {
  private static final long RETRY_MICROS = 5_000_000;
  private static final String NO_STORE = "the store is not there yet";

  private final GpioPoint point;
  private final Supplier<@Nullable History> history;
  private final GatewayClock clock;
  private @Nullable Long base;
  private long counted;
  private long askAt = Long.MIN_VALUE;
  private String waiting = NO_STORE;

  Total(GpioPoint point, Supplier<@Nullable History> history, GatewayClock clock) {
    this.point = point;
    this.history = history;
    this.clock = clock;
  }

  void count(long edges) {
    counted += edges;
  }

  void set(long value) {
    base = value - counted;
  }

  /** Whether the recorded value is known; asks for it if it is time to. */
  boolean isKnown() {
    History store = history.get();
    if (base == null && store != null && clock.micros() >= askAt) {
      try {
        base = RecordedTotal.of(store, point);
        waiting = "";
      } catch (IOException e) {
        waiting = String.valueOf(e.getMessage());
        askAt = clock.micros() + RETRY_MICROS;
      }
    }
    return base != null;
  }

  /** Why it is not known, in words; empty once it is. */
  String waiting() {
    return base == null ? waiting : "";
  }

  /** The total; 0 is the base of one that is not known. */
  long value() {
    return (base == null ? 0 : base) + counted;
  }
}
