package io.weir.store.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the segments that a lane gives up as they are while a backup copies them. Under the lane's
 * lock, except {@link #isBroken}.
 *
 * <p>They do not count towards the lane's limit, and so there may be few of them: a backup that is
 * slower than that is told that it has failed.
 */
final class LaneHold {
  /** So many segments given up are kept at most. */
  static final int MOST = 4;

  private final List<Segment> kept = new ArrayList<>();
  private boolean held;
  private volatile boolean broken;

  /** From now on. */
  void begin() {
    held = true;
    broken = false;
  }

  /** Whether this segment, which is given up, stays as it is until the end. */
  boolean keeps(Segment segment) {
    if (!held || broken) {
      return false;
    }
    broken = kept.size() >= MOST;
    if (!broken) {
      kept.add(segment);
    }
    return !broken;
  }

  /** Whether a segment was given up that could not be kept. */
  boolean isBroken() {
    return broken;
  }

  /** Segments given up and kept, oldest first. */
  List<Segment> kept() {
    return List.copyOf(kept);
  }

  /** Bytes of their files. */
  long bytes() {
    return kept.stream().mapToLong(segment -> segment.capacity).sum();
  }

  /** Ends it; what was kept is to be freed. */
  List<Segment> end() {
    List<Segment> all = List.copyOf(kept);
    kept.clear();
    held = false;
    return all;
  }
}
