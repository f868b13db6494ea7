package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;

/** The total of a line's edges: what was recorded before, and what has been counted since. */
final class CounterPort implements Port {
  private final Pulses pulses;
  private final Total total;
  private final Runnable onRelease;
  private long taken;

  /**
   * @param total lives longer than the line
   */
  CounterPort(Pulses pulses, Total total, Runnable onRelease) {
    this.pulses = pulses;
    this.total = total;
    this.onRelease = onRelease;
    taken = pulses.last().count();
  }

  @Override
  public void read(int channel, Batch into) throws LineException {
    take(pulses.snapshot());
    if (total.isKnown()) {
      into.addInteger(channel, 0, total.value());
    } else {
      into.addBad(channel, 0, Reason.STALE);
    }
  }

  private void take(PulseCount.Snapshot snapshot) {
    total.count(snapshot.count() - taken);
    taken = snapshot.count();
  }

  @Override
  public void write(long bits) throws LineException {
    take(pulses.snapshot());
    total.set(bits);
  }

  @Override
  public void release() {
    take(pulses.last());
    onRelease.run();
  }
}
