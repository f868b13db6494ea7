package io.weir.uplink.internal;

import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the pump from its work although it may be connected, and how long it waits before the
 * next try: longer each time until something works. Confined to the pump's thread.
 */
final class Trouble {
  private static final String JOURNAL = "journal";

  private final GatewayClock clock;
  private final Backoff backoff;
  private @Nullable Cause cause;
  private long until;

  /** As the status shows it. */
  record Cause(State state, String reason, String message) {}

  Trouble(GatewayClock clock, Backoff backoff) {
    this.clock = clock;
    this.backoff = backoff;
  }

  void hold(State state, String reason, String message) {
    cause = new Cause(state, reason, message);
    until = clock.micros() + backoff.nextMicros();
  }

  void refusedForNow(String reason) {
    hold(State.DEGRADED, "refused", "the destination refuses for now: " + reason);
  }

  void journal(String message) {
    hold(State.ERROR, JOURNAL, "the journal cannot be " + message);
  }

  void disk(String message) {
    hold(State.ERROR, "disk", message);
  }

  /** When the next try is, monotonic; in the past when nothing holds. */
  long until() {
    return until;
  }

  /** All is well again. */
  void over() {
    cause = null;
    backoff.reset();
  }

  void journalWorks() {
    if (cause != null && cause.reason().equals(JOURNAL)) {
      over();
    }
  }

  /** What is wrong; without a connection only what has nothing to do with one. */
  @Nullable Cause cause(boolean connected) {
    return cause != null && (connected || cause.reason().equals(JOURNAL)) ? cause : null;
  }
}
