package io.weir.store.internal;

import io.weir.api.store.Lane;
import java.nio.file.Path;
import java.util.List;

/**
 * What was committed of a lane at one moment.
 *
 * @param lane the lane
 * @param pieces its segments, oldest first
 * @param committed sequence of the last entry in them
 */
record LaneSnapshot(Lane lane, List<Piece> pieces, long committed) {
  /**
   * A segment.
   *
   * @param path its file
   * @param length bytes of it that hold committed records
   */
  record Piece(Path path, long length) {}
}
