package io.weir.store.internal;

import io.weir.api.store.Lane;

/**
 * How a lane keeps its entries.
 *
 * @param lane which lane
 * @param segmentBytes size of a segment file
 * @param maxBytes most bytes of all segment files; beyond it the oldest segment is given up
 * @param keepSegments segments kept before the current one although every reader has passed them
 */
record LaneSettings(Lane lane, long segmentBytes, long maxBytes, int keepSegments) {}
