package io.weir.store.internal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Everything the journal has, kept until this is closed. Confined to the backup's thread. */
final class JournalHold implements Closeable {
  private final List<JournalLane> lanes;

  JournalHold(List<JournalLane> lanes) {
    this.lanes = lanes;
    lanes.forEach(lane -> lane.log().hold());
  }

  /** What is committed now, and what was when the hold began. */
  List<LaneSnapshot> snapshots() {
    return lanes.stream().map(lane -> lane.log().snapshot(lane.lane())).toList();
  }

  /**
   * To be asked after each piece that was read.
   *
   * @throws IOException if that is no longer what it was
   */
  void check() throws IOException {
    for (JournalLane lane : lanes) {
      if (lane.files().hold().isBroken()) {
        throw new IOException(
            "the backup is slower than the journal: more than "
                + LaneHold.MOST
                + " segments of lane "
                + JournalLane.name(lane.lane())
                + " were given up meanwhile; repeat it over a faster line or to a faster disk");
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (JournalLane lane : lanes) {
      try {
        lane.log().release();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
