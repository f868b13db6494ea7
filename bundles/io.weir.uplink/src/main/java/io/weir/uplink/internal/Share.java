package io.weir.uplink.internal;

/**
 * Whose turn it is when live data and backlog wait at the same time: the backlog gets its
 * percentage of the samples. What one of them leaves while it does not wait is not counted.
 * Confined to the pump's thread.
 */
final class Share {
  /** What neither side can save up more of. */
  private static final double MOST_CREDIT = 100_000;

  private final double perLiveRow;
  private double credit;

  /**
   * @param percent what the backlog gets, 0 to 90
   */
  Share(int percent) {
    perLiveRow = percent / (100.0 - percent);
  }

  /** Both wait: whether it is the backlog's turn. */
  boolean isBacklogsTurn(int liveRows, int backlogRows) {
    boolean isBacklogs = credit > 0;
    double change = isBacklogs ? -Math.max(1, backlogRows) : perLiveRow * Math.max(1, liveRows);
    credit = Math.max(-MOST_CREDIT, Math.min(MOST_CREDIT, credit + change));
    return isBacklogs;
  }
}
