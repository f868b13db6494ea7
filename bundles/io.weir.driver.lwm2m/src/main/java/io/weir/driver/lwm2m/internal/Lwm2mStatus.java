package io.weir.driver.lwm2m.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts, and what is wrong with its devices. Any thread; bounded by devices. */
final class Lwm2mStatus {
  private final StatusBoard.Part part;
  private final Map<String, String> problems = new LinkedHashMap<>();
  final LongAdder registrations;
  final LongAdder updates;
  final LongAdder deregistrations;
  final LongAdder expired;
  final LongAdder refused;
  final LongAdder notifications;
  final LongAdder wrongValues;
  final LongAdder dropped;
  final LongAdder unanswered;
  final LongAdder lateWrites;
  final LongAdder expiredWrites;
  final LongAdder failedWrites;
  final LongAdder alerts;

  Lwm2mStatus(StatusBoard.Part part) {
    this.part = part;
    registrations = part.counter("registrations");
    updates = part.counter("updates");
    deregistrations = part.counter("deregistrations");
    expired = part.counter("lifetimes-expired");
    refused = part.counter("refused");
    notifications = part.counter("notifications");
    wrongValues = part.counter("wrong-values");
    dropped = part.counter("rows-dropped");
    unanswered = part.counter("requests-failed");
    lateWrites = part.counter("writes-delivered-late");
    expiredWrites = part.counter("writes-expired");
    failedWrites = part.counter("writes-failed-late");
    alerts = part.counter("dtls-alerts");
  }

  StatusBoard.Part part() {
    return part;
  }

  /** Something about a device that a person should know. */
  synchronized void problem(String device, String message) {
    problems.put(device, message);
    show();
  }

  synchronized void solved(String device) {
    if (problems.remove(device) != null) {
      show();
    }
  }

  synchronized void ok() {
    problems.clear();
    show();
  }

  private void show() {
    if (problems.isEmpty()) {
      part.ok();
    } else {
      Map.Entry<String, String> first = problems.entrySet().iterator().next();
      part.status(State.DEGRADED, "device", first.getKey() + ": " + first.getValue());
    }
  }

  void close() {
    part.close();
  }
}
