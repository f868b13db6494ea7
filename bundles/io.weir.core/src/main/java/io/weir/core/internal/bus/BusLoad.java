package io.weir.core.internal.bus;

import io.weir.api.runtime.BusPlan;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much of its time a bus is busy, by the half minute. Confined to the bus thread, but for the
 * gauge.
 */
final class BusLoad {
  private static final long WINDOW = 30_000_000;

  private final GatewayClock clock;
  private final StatusBoard.Part part;
  private final LongAdder busy;
  private long begun;
  private long windowStart;
  private long windowBusy;
  private boolean overloaded;
  private volatile long percent;

  BusLoad(GatewayClock clock, StatusBoard.Part part) {
    this.clock = clock;
    this.part = part;
    busy = part.counter("busy-us");
    part.gauge("busy-percent", () -> percent);
    windowStart = clock.micros();
  }

  /** A request begins. */
  void begin() {
    begun = clock.micros();
  }

  /** The request has ended; returns how long it took, in microseconds. */
  long end() {
    long now = clock.micros();
    long spent = now - begun;
    busy.add(spent);
    windowBusy += spent;
    if (now - windowStart >= WINDOW) {
      percent = Math.min(100, 100 * windowBusy / (now - windowStart));
      windowStart = now;
      windowBusy = 0;
      report();
    }
    return spent;
  }

  /** The status of a connection was said anew. */
  void forget() {
    overloaded = false;
  }

  private void report() {
    boolean now = percent > BusPlan.LIMIT * 100;
    if (now) {
      part.status(
          State.DEGRADED,
          "load",
          "The bus is busy for more than "
              + Math.round(BusPlan.LIMIT * 100)
              + " % of the time; use longer periods, fewer registers or a faster line. Its plan"
              + " shows what takes how long");
    } else if (overloaded) {
      part.ok();
    }
    overloaded = now;
  }
}
