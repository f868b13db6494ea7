package io.weir.driver.gpio.internal;

import io.weir.api.runtime.GatewayClock;

/**
 * Counts the edges of a line. Any thread.
 *
 * <p>The kernel numbers the edges of a line, so that those it had no room for are counted too.
 */
final class PulseCount implements Chip.EdgeSink {
  /**
   * What is known of a line's edges.
   *
   * @param count edges since the line was requested
   * @param lastMicros when the last one was; of no meaning while there was none
   */
  record Snapshot(long count, long lastMicros) {}

  private final GatewayClock clock;
  private final Runnable onLost;
  private int sequence;
  private long count;
  private long lastMicros;

  /**
   * @param onLost runs when the chip is gone
   */
  PulseCount(GatewayClock clock, Runnable onLost) {
    this.clock = clock;
    this.onLost = onLost;
  }

  @Override
  public synchronized void edge(boolean active, long ageNanos, int newSequence) {
    count += Integer.toUnsignedLong(newSequence - sequence);
    sequence = newSequence;
    lastMicros = clock.micros() - ageNanos / 1000;
  }

  @Override
  public void lost(String why) {
    onLost.run();
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(count, lastMicros);
  }
}
