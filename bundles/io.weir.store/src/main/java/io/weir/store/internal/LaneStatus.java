package io.weir.store.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.LongAdder;

/** What a lane shows on the status board. Any thread. */
final class LaneStatus {
  private final StatusBoard.Part part;
  private final LongAdder appended;
  private final LongAdder bytesWritten;
  private final LongAdder commits;
  private final LongAdder forces;
  private final LongAdder failures;
  private final LongAdder givenUp;
  private final LongAdder damaged;
  private final LongAdder thinned;
  private final LongAdder gaps;
  private String failing = "";
  private String damage = "";
  private boolean full;

  LaneStatus(StatusBoard.Part part) {
    this.part = part;
    appended = part.counter("appended");
    bytesWritten = part.counter("bytes-written");
    commits = part.counter("commits");
    forces = part.counter("forces");
    failures = part.counter("failures");
    givenUp = part.counter("given-up");
    damaged = part.counter("damaged");
    thinned = part.counter("thinned");
    gaps = part.counter("gaps");
  }

  /** Recovered and ready for the first entry. */
  synchronized void ready() {
    show();
  }

  void appended() {
    appended.increment();
  }

  void wrote(int bytes) {
    bytesWritten.add(bytes);
  }

  void forced() {
    forces.increment();
  }

  /** A commit has succeeded, and so whatever failed before works again. */
  synchronized void committed() {
    commits.increment();
    failing = "";
    show();
  }

  long bytesWritten() {
    return bytesWritten.sum();
  }

  long forces() {
    return forces.sum();
  }

  long commits() {
    return commits.sum();
  }

  /** Something does not work; it is tried again. */
  synchronized void failing(String message) {
    failures.increment();
    failing = message;
    show();
  }

  /** What does not work now. */
  synchronized String trouble() {
    return failing;
  }

  /** Entries were given up because the lane is as large as it may be. */
  synchronized void gaveUp(long entries) {
    givenUp.add(entries);
    full = true;
    show();
  }

  /** So many samples were taken out of a segment. */
  synchronized void thinned(long samples) {
    thinned.add(samples);
    full = true;
    show();
  }

  /** A gap record is in the event lane. */
  void toldGap() {
    gaps.increment();
  }

  /** Whether there is room for another segment. */
  synchronized void roomy(boolean room) {
    full &= !room;
    show();
  }

  /** Something on the medium is not what was written. */
  synchronized void damaged(long places, String message) {
    damaged.add(places);
    damage = message;
    show();
  }

  void close() {
    part.close();
  }

  private void show() {
    if (!failing.isEmpty()) {
      part.status(State.ERROR, "disk", failing);
    } else if (full) {
      part.status(
          State.DEGRADED,
          "retention",
          "the journal is as large as it may be, or the disk is full to its floor, and a reader is"
              + " behind: the oldest entries are thinned and then given up; bring the uplink back,"
              + " forget the reader or raise the limit");
    } else if (!damage.isEmpty()) {
      part.status(State.DEGRADED, "damaged", damage);
    } else {
      part.ok();
    }
  }
}
