package io.weir.uplink.sparkplug.internal;

import io.weir.api.runtime.GatewayClock;

/** The time of this machine. */
final class SystemClock implements GatewayClock {
  private final long offset = System.currentTimeMillis() * 1_000 - System.nanoTime() / 1_000;

  @Override
  public long micros() {
    return System.nanoTime() / 1_000;
  }

  @Override
  public int boot() {
    return 1;
  }

  @Override
  public long toEpoch(int boot, long micros) {
    return micros + offset;
  }

  @Override
  public boolean isTrusted(int boot) {
    return true;
  }
}
