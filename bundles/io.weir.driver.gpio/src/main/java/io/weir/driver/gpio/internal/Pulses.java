package io.weir.driver.gpio.internal;

/** A line whose edges are counted, for a counter, a frequency, or both. Bus thread. */
final class Pulses {
  private final PulseCount count;
  private final LineSetup setup;
  private final Chip.Line line;
  private int users = 1;

  Pulses(GpioContext context, Chip chip, LineSetup setup) throws LineException {
    this.setup = setup;
    count = new PulseCount(context.clock(), () -> context.fail("the chip is gone"));
    line = chip.request(setup, count);
  }

  /** One more channel uses it, if its settings are the same. */
  boolean share(LineSetup wanted) {
    boolean same = setup.serves(wanted);
    users += same ? 1 : 0;
    return same;
  }

  /** One channel fewer uses it; returns whether the line was given back. */
  boolean leave() {
    if (--users > 0) {
      return false;
    }
    line.release();
    return true;
  }

  /** What has been counted, once it is certain that the line still works. */
  PulseCount.Snapshot snapshot() throws LineException {
    line.isActive();
    return count.snapshot();
  }

  /** What has been counted. */
  PulseCount.Snapshot last() {
    return count.snapshot();
  }
}
