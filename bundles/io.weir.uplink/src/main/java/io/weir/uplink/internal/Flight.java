package io.weir.uplink.internal;

import io.weir.api.uplink.Message;

/** A message on its way: which entries it carries, and whether its fate is known. */
final class Flight {
  final LaneQueue lane;
  final long first;
  final long last;
  final Message message;

  private Fate fate = Fate.OPEN;

  /** What became of it. */
  enum Fate {
    OPEN,
    TAKEN,
    SET_ASIDE
  }

  Flight(LaneQueue lane, long first, long last, Message message) {
    this.lane = lane;
    this.first = first;
    this.last = last;
    this.message = message;
  }

  void end(Fate newFate) {
    fate = newFate;
  }

  Fate fate() {
    return fate;
  }

  /** Whether it could be cut into smaller messages. */
  boolean isMany() {
    return last > first;
  }
}
