package io.weir.store.internal;

import io.weir.api.store.Gap;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frees what a lane's segments take, and takes note of what is lost. Under the lane's lock. */
final class LaneSpace {
  private final LaneFiles files;
  private final Cursors cursors;
  private final LaneStatus status;

  LaneSpace(LaneFiles files, Cursors cursors, LaneStatus status) {
    this.files = files;
    this.cursors = cursors;
    this.status = status;
  }

  /** Gives up the oldest segments until there is room for one with so many bytes of records. */
  void makeRoom(int need) throws IOException {
    while (files.isFull(need) && files.live().size() > 1) {
      giveUpOldest(Gap.Reason.BUDGET, Span.UNKNOWN);
    }
  }

  /** Gives up a segment if it is the oldest and not the only one; returns whether it did. */
  boolean giveUp(Segment oldest, Gap.Reason reason, Span span) throws IOException {
    List<Segment> live = files.live();
    if (live.size() < 2 || live.get(0) != oldest) {
      return false;
    }
    giveUpOldest(reason, span);
    return true;
  }

  /** Puts a thinned copy in the place of a sealed segment; returns whether that is still there. */
  boolean replace(Segment old, Slot copy, SegmentHeader header) throws IOException {
    if (old.gone || old == files.current()) {
      return false;
    }
    files.replace(old, copy, header);
    try {
      files.free(old);
    } catch (IOException e) {
      // The copy holds all the same, also at the next start.
      status.failing("A segment cannot be removed: " + e.getMessage());
    }
    return true;
  }

  /**
   * Frees segments that every reader has passed.
   *
   * @param cursorsIn the segment in which the cursors stand
   */
  void recycle(@Nullable Segment cursorsIn) {
    try {
      long passed = cursors.lowest(0);
      files.recycle(passed, cursorsIn);
      cursors.losses().forget(passed);
      status.roomy(files.isRoomy());
    } catch (IOException e) {
      status.failing("A segment cannot be removed: " + e.getMessage());
    }
  }

  private void giveUpOldest(Gap.Reason reason, Span span) throws IOException {
    long first = files.live().get(0).firstSequence;
    long entries = files.giveUpOldest();
    long last = first + entries - 1;
    if (entries > 0 && cursors.lowest(last) < last) {
      cursors.losses().givenUp(first, last, reason, span);
      cursors.keepChanged();
    }
    status.gaveUp(entries);
  }
}
