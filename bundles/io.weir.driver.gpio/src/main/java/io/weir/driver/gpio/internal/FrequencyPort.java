package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;
import io.weir.api.runtime.GatewayClock;

/**
 * Edges a second, from the last edge that the poll before has seen to the last one of this poll.
 *
 * <p>While no edge comes the value falls as fast as it must, and is 0 after a minute.
 */
final class FrequencyPort implements Port {
  private static final double SECOND = 1_000_000;
  private static final long SILENCE = 60_000_000;

  private final Pulses pulses;
  private final GatewayClock clock;
  private final Runnable onRelease;
  private PulseCount.Snapshot before;
  private double hertz;

  FrequencyPort(Pulses pulses, GatewayClock clock, Runnable onRelease) {
    this.pulses = pulses;
    this.clock = clock;
    this.onRelease = onRelease;
    before = pulses.last();
  }

  @Override
  public void read(int channel, Batch into) throws LineException {
    PulseCount.Snapshot now = pulses.snapshot();
    long edges = now.count() - before.count();
    long span = now.lastMicros() - before.lastMicros();
    if (edges > 0) {
      hertz = before.count() > 0 && span > 0 ? edges * SECOND / span : 0;
      before = now;
    } else {
      long silent = clock.micros() - now.lastMicros();
      hertz = silent >= SILENCE ? 0 : Math.min(hertz, SECOND / Math.max(1, silent));
    }
    into.addDouble(channel, 0, hertz);
  }

  @Override
  public void write(long bits) throws LineException {
    throw new LineException("A frequency cannot be written", LineException.EACCES, null);
  }

  @Override
  public void release() {
    onRelease.run();
  }
}
