package io.weir.store.internal;

import io.weir.api.store.Gap;

/**
 * What thinning has taken out of a segment.
 *
 * @param times how often it was thinned; each time takes every second sample of each channel
 * @param reason 0 for the lane's limit, 1 for the disk's floor
 * @param samples samples taken out
 * @param from time of its first sample, epoch microseconds; 0 if not known
 * @param to time of its last sample, epoch microseconds; 0 if not known
 */
record Thinning(int times, int reason, long samples, long from, long to) {
  /** Nothing was taken out. */
  static final Thinning NONE = new Thinning(0, 0, 0, 0, 0);

  /** A segment thinned so often is given up rather than thinned again. */
  static final int MOST = 2;

  Gap.Reason why() {
    return reason == 1 ? Gap.Reason.DISK_FLOOR : Gap.Reason.BUDGET;
  }

  Gap.Loss loss() {
    return times == 1 ? Gap.Loss.HALF : Gap.Loss.THREE_QUARTERS;
  }

  /** This and one time more. */
  Thinning more(Gap.Reason why, long taken, Span span) {
    return new Thinning(
        times + 1,
        why == Gap.Reason.DISK_FLOOR ? 1 : 0,
        samples + taken,
        times == 0 ? span.from() : from,
        times == 0 ? span.to() : to);
  }
}
