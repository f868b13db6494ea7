package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.LongAdder;

/** An uplink's figures. Written by the pump's thread, read by any. */
final class Gauges {
  /** Journal entries the destination has taken. */
  final LongAdder acknowledged;

  /** Messages set aside because the destination will never take them. */
  final LongAdder rejected;

  /** Payload bytes acknowledged. */
  final LongAdder bytes;

  /** Messages handed to the transport, those sent again counted again. */
  final LongAdder messages;

  /** Messages set aside that made room for newer ones. */
  final LongAdder deadLettersDropped;

  final LongAdder connects;

  /** Messages set aside that were taken when sent again by hand. */
  final LongAdder retried;

  /** Times that a day's budget was used up. */
  final LongAdder budgetExhausted;

  /** The {@link #eta} of a backlog that does not shrink. */
  static final long NOT_SHRINKING = -1;

  volatile boolean connected;
  volatile int inFlight;
  volatile long eventBacklog;
  volatile long telemetryBacklog;
  volatile long deadLetters;
  volatile long budgetUsed;
  volatile long bytesPerSecond;
  volatile long messagesPerSecond;

  /** Seconds until the backlog is gone; 0 when there is none. */
  volatile long eta;

  private volatile int lastBoot;
  private volatile long lastMicros;

  Gauges(StatusBoard.Part part, GatewayClock clock, Limits limits) {
    acknowledged = part.counter("acknowledged");
    rejected = part.counter("rejected");
    bytes = part.counter("bytes");
    messages = part.counter("messages");
    connects = part.counter("connects");
    deadLettersDropped = part.counter("dead-letters-dropped");
    retried = part.counter("retried");
    budgetExhausted = part.counter("budget-exhausted");
    part.gauge("backlog-eta-s", () -> eta);
    part.gauge("bytes-per-s", () -> bytesPerSecond);
    part.gauge("messages-per-s", () -> messagesPerSecond);
    part.gauge("budget-bytes", limits::bytesPerDay);
    part.gauge("budget-used-bytes", () -> budgetUsed);
    part.gauge("connected", () -> connected ? 1 : 0);
    part.gauge("in-flight", () -> inFlight);
    part.gauge("backlog-event", () -> eventBacklog);
    part.gauge("backlog-telemetry", () -> telemetryBacklog);
    part.gauge("dead-letters", () -> deadLetters);
    part.gauge("last-acknowledged", () -> lastBoot == 0 ? 0 : clock.toEpoch(lastBoot, lastMicros));
  }

  void acknowledgedAt(int boot, long micros) {
    lastMicros = micros;
    lastBoot = boot;
  }
}
