package io.weir.store.internal;

import io.weir.api.store.Lane;

/**
 * How a lane keeps its entries.
 *
 * @param lane which lane
 * @param segmentBytes size of a segment file
 * @param maxBytes most bytes of all segment files; beyond it the oldest are thinned and given up
 * @param keepSegments segments kept before the current one although every reader has passed them
 * @param maxAgeMicros entries older than this are given up, whoever wants them; 0 for never
 */
record LaneSettings(
    Lane lane, long segmentBytes, long maxBytes, int keepSegments, long maxAgeMicros) {
  /** Without a limit of age. */
  LaneSettings(Lane lane, long segmentBytes, long maxBytes, int keepSegments) {
    this(lane, segmentBytes, maxBytes, keepSegments, 0);
  }
}
