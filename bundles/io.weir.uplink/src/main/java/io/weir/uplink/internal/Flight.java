package io.weir.uplink.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive entries on their way, in one parcel or several, and whether their fate is known.
 * Confined to the pump's thread.
 */
final class Flight {
  final LaneQueue lane;
  final long first;
  final long last;

  /** Whether its entry may have to be set aside and is prepared for it. */
  final boolean suspect;

  /** Earlier entries of the lane that come later, as {@code 3-17}; or empty. */
  final String pending;

  /** When it was made, monotonic. */
  final long since;

  private final List<Parcel> parcels = new ArrayList<>(1);
  private int sent;
  private int ended;
  private boolean isWhole = true;

  Flight(LaneQueue lane, long first, long last, boolean suspect, String pending, long since) {
    this.lane = lane;
    this.first = first;
    this.last = last;
    this.suspect = suspect;
    this.pending = pending;
    this.since = since;
  }

  void load(Parcel parcel) {
    parcels.add(parcel);
  }

  List<Parcel> parcels() {
    return parcels;
  }

  /** One of its parcels is with the destination. */
  void sent() {
    sent++;
  }

  /** One of its parcels is taken for good. */
  void taken() {
    ended++;
  }

  /** One of its parcels is set aside. */
  void setAside() {
    ended++;
    isWhole = false;
  }

  /** Whether the fate of all of it is known. */
  boolean isOver() {
    return ended == parcels.size();
  }

  /** Whether the destination has taken all of it. */
  boolean isTaken() {
    return isOver() && isWhole;
  }

  int bytes() {
    int all = 0;
    for (Parcel parcel : parcels) {
      all += parcel.bytes();
    }
    return all;
  }

  /** How much of the window it takes; what is over but waits for an earlier one counts as one. */
  int weight() {
    return isOver() ? 1 : Math.max(0, sent - ended);
  }

  /** Whether it could be cut into smaller messages. */
  boolean isMany() {
    return last > first;
  }
}
