package io.weir.broker.internal;

/** How much somebody may still do, filled at a rate up to a burst. Confined to one thread. */
final class TokenBucket {
  private final double perNano;
  private final double burst;
  private double tokens;
  private long filled;

  TokenBucket(double perSecond, double burst, long now) {
    perNano = perSecond / 1e9;
    this.burst = burst;
    tokens = burst;
    filled = now;
  }

  /** Takes one, if there is one. */
  boolean take(long now) {
    fill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Takes one in any case. Returns the nanoseconds to wait until the debt is paid. */
  long owe(long now) {
    fill(now);
    tokens--;
    return tokens >= 0 ? 0 : (long) (-tokens / perNano);
  }

  private void fill(long now) {
    tokens = Math.min(burst, tokens + (now - filled) * perNano);
    filled = now;
  }
}
