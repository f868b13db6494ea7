package io.weir.uplink.internal;

/**
 * How fast an uplink moves and when a backlog will be gone, by what was seen lately. Confined to
 * the pump's thread; its answers go into the gauges.
 */
final class Progress {
  private static final long EVERY_MICROS = 5_000_000;

  /** Weight of the newest observation. */
  private static final double NEW = 0.3;

  private final Gauges gauges;
  private long at = Long.MIN_VALUE;
  private long backlog;
  private long bytes;
  private long messages;
  private boolean isKnown;

  /** Entries by which the backlog shrinks a second. */
  private double shrinking;

  Progress(Gauges gauges) {
    this.gauges = gauges;
  }

  /**
   * Looks, when it is time to.
   *
   * @param isBehind whether there is telemetry that should have gone long ago
   */
  void look(long now, long entries, boolean isBehind, boolean connected) {
    if (at == Long.MIN_VALUE || now - at >= EVERY_MICROS) {
      long newBytes = gauges.bytes.sum();
      long newMessages = gauges.messages.sum();
      if (at != Long.MIN_VALUE) {
        double seconds = (now - at) * 1e-6;
        gauges.bytesPerSecond = Math.round((newBytes - bytes) / seconds);
        gauges.messagesPerSecond = Math.round((newMessages - messages) / seconds);
        double net = (backlog - entries) / seconds;
        shrinking = isKnown ? shrinking * (1 - NEW) + net * NEW : net;
        isKnown = true;
      }
      at = now;
      backlog = entries;
      bytes = newBytes;
      messages = newMessages;
    }
    gauges.eta = eta(entries, isBehind, connected);
  }

  private long eta(long entries, boolean isBehind, boolean connected) {
    if (!isBehind) {
      return 0;
    }
    // Less than an entry in a minute is no progress.
    return connected && shrinking > 1.0 / 60
        ? (long) Math.ceil(entries / shrinking)
        : Gauges.NOT_SHRINKING;
  }
}
