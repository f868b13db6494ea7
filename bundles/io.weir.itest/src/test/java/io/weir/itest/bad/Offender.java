package io.weir.itest.bad;

import io.weir.testing.FakeClock;

/** Does what no bundle may do, so that the architecture test can show that it notices. */
public final class Offender {
  private final FakeClock clock = new FakeClock();

  /** Reaches into another bundle, and sleeps. */
  public long offend() throws InterruptedException {
    Thread.sleep(0);
    return clock.micros();
  }
}
