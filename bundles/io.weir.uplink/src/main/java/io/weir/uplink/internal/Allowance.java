package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What may be sent now, by rates, the day's budget and the schedule. Rates run on monotonic time,
 * days and windows on the calendar as it is known. Confined to the pump's thread.
 */
final class Allowance {
  /** The calendar may jump: it is looked at no less often than this. */
  private static final long LOOK_MICROS = 60_000_000;

  private final Limits limits;
  private final GatewayClock clock;
  private final Gauges gauges;
  private final Bucket bytes;
  private final Bucket messages;
  private final DayBudget budget;
  private boolean isLoaded;
  private boolean isOpen = true;
  private boolean wasUsed;
  private long lookAt = Long.MIN_VALUE;
  private String until = "";
  private @Nullable String problem;

  /** Why not everything is sent. */
  record Notice(State state, String reason, String message) {}

  Allowance(Limits limits, GatewayClock clock, Path file, Gauges gauges) {
    this.limits = limits;
    this.clock = clock;
    this.gauges = gauges;
    bytes = new Bucket(limits.bytesPerSecond(), clock.micros());
    messages = new Bucket(limits.messagesPerSecond(), clock.micros());
    budget = new DayBudget(limits.bytesPerDay(), file);
  }

  /** Looks at the calendar when that is due; returns when it is due again. */
  long look() {
    long now = clock.micros();
    if (now >= lookAt) {
      load();
      ZonedDateTime here =
          Instant.EPOCH.plus(clock.epochMicros(), ChronoUnit.MICROS).atZone(limits.zone());
      if (clock.isTrusted(clock.boot())) {
        budget.today(here.toLocalDate());
      }
      isOpen = limits.schedule().isOpen(here);
      until = isOpen ? "" : limits.schedule().nextChange(here).toLocalTime().toString();
      long nextMinute = 60_000_000 - Math.floorMod(clock.epochMicros(), 60_000_000L);
      lookAt = now + Math.min(LOOK_MICROS, nextMinute);
    }
    gauges.budgetUsed = budget.used();
    boolean isUsed = budget.isUsed();
    if (isUsed && !wasUsed) {
      gauges.budgetExhausted.increment();
    }
    wasUsed = isUsed;
    return isOpen && !isUsed && limits.schedule().isAlways() ? Long.MAX_VALUE : lookAt;
  }

  /** When the rates let the next message go, monotonic. */
  long readyAt() {
    long now = clock.micros();
    return Math.max(bytes.readyAt(now), messages.readyAt(now));
  }

  boolean telemetry() {
    return isOpen && !budget.isUsed();
  }

  boolean events() {
    return (isOpen || !limits.eventsOnSchedule())
        && !(budget.isUsed() && limits.atLimit() == Limits.AtLimit.STOP);
  }

  /** A message of so many bytes is on its way. */
  void spent(int size) {
    long now = clock.micros();
    bytes.spend(size, now);
    messages.spend(1, now);
    try {
      budget.spend(size);
      problem = null;
    } catch (IOException e) {
      problem = "the use of the day's budget cannot be written: " + e;
    }
  }

  /** Writes what the day has used exactly. */
  void close() {
    try {
      budget.save();
    } catch (IOException e) {
      problem = "the use of the day's budget cannot be written: " + e;
    }
  }

  /** What keeps something back; null for nothing. */
  @Nullable Notice notice() {
    if (problem != null) {
      return new Notice(State.DEGRADED, "disk", problem);
    }
    if (budget.isUsed()) {
      String what =
          limits.atLimit() == Limits.AtLimit.STOP ? "nothing is sent" : "only events are sent";
      return new Notice(
          State.DEGRADED,
          "budget",
          "the day's "
              + limits.bytesPerDay()
              + " bytes are used; "
              + what
              + " until the day ends; raise budget.bytes.per.day to send more");
    }
    if (!isOpen) {
      String what = limits.eventsOnSchedule() ? "nothing is sent" : "only events are sent";
      return new Notice(
          State.OK, "schedule", what + " until " + until + " (" + limits.schedule() + ")");
    }
    return null;
  }

  private void load() {
    if (!isLoaded) {
      try {
        budget.load();
        isLoaded = true;
      } catch (IOException e) {
        problem = "the use of the day's budget cannot be read: " + e;
      }
    }
  }
}
