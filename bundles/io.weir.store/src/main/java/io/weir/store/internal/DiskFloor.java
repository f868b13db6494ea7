package io.weir.store.internal;

import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.JournalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps some of the file system free: when less is left than the floor, what the store keeps is
 * thinned step by step until a tenth more than the floor is free. Confined to one thread.
 *
 * <pre>
 *           free &lt; floor: alarm                nothing left to give back
 *   clear ──────────────────────► low: thinning ─────────────────────────► low: error
 *     ▲                            │ free ≥ floor + 10 %                     │
 *     └────────────────────────────┴─────────────────────────────────────────┘
 * </pre>
 */
final class DiskFloor {
  /** The file system. */
  interface Space {
    /** Bytes that this process may still write. */
    long free() throws IOException;

    /** Bytes of the whole file system. */
    long total() throws IOException;
  }

  /** Takes the alarm. */
  interface Alarm {
    void event(Event event) throws JournalException;
  }

  /** Pieces given back between two looks at whether to end. */
  private static final int PIECES = 64;

  private static final long SMALLEST = 64L << 20;
  private static final long LARGEST = 512L << 20;
  private static final long MEGA = 1L << 20;

  private final Space space;
  private final long configured;
  private final Supplier<List<Thinnable>> parts;
  private final GatewayClock clock;
  private final Alarm alarm;
  private final StatusBoard.Part part;
  private final LongAdder pieces;
  private final LongAdder failures;
  private volatile long free;
  private volatile long floor;
  private boolean low;
  private @Nullable Event untold;

  /**
   * @param configured the floor in bytes, 0 for one that suits the file system
   * @param parts what can be thinned, in the order in which a step is taken
   */
  DiskFloor(
      Space space,
      long configured,
      Supplier<List<Thinnable>> parts,
      GatewayClock clock,
      Alarm alarm,
      StatusBoard.Part part) {
    this.space = space;
    this.configured = configured;
    this.parts = parts;
    this.clock = clock;
    this.alarm = alarm;
    this.part = part;
    pieces = part.counter("pieces");
    failures = part.counter("failures");
    part.gauge("free", () -> free);
    part.gauge("floor", () -> floor);
  }

  /** Looks once and does a bounded piece of what is to be done; returns whether there is more. */
  boolean step() {
    try {
      look();
      if (!low && free < floor) {
        low = true;
        tell(Severity.WARNING, "The disk is full to its floor: " + figures());
      }
      boolean more = low && relieve();
      if (low && free >= floor + floor / 10) {
        low = false;
        tell(Severity.INFO, "The disk has room again: " + figures());
      }
      show(more);
      tellLatest();
      return more && low;
    } catch (IOException e) {
      failures.increment();
      part.status(State.ERROR, "disk", "the disk's free space cannot be read: " + e.getMessage());
      return false;
    }
  }

  private void look() throws IOException {
    free = space.free();
    long total = space.total();
    long suitable = Math.min(total / 4, Math.min(LARGEST, Math.max(SMALLEST, total / 20)));
    floor = configured > 0 ? configured : suitable;
  }

  /** Thins until there is room or enough was done; returns whether there may be more to thin. */
  private boolean relieve() throws IOException {
    for (int piece = 0; piece < PIECES; piece++) {
      if (free >= floor + floor / 10) {
        return true;
      }
      if (!thin()) {
        return false;
      }
      pieces.increment();
      look();
    }
    return true;
  }

  /** Takes the mildest step there is anywhere. */
  private boolean thin() {
    for (Thinnable.Step step : Thinnable.Step.values()) {
      for (Thinnable each : parts.get()) {
        try {
          if (each.thin(step)) {
            return true;
          }
        } catch (IOException e) {
          // What cannot be thinned can perhaps be given up: the next step is tried.
          failures.increment();
        }
      }
    }
    return false;
  }

  private void show(boolean more) {
    if (!low) {
      part.ok();
    } else if (more) {
      part.status(
          State.DEGRADED,
          "floor",
          figures()
              + ": the oldest telemetry is thinned, then given up; make room or use a larger card");
    } else {
      part.status(
          State.ERROR,
          "floor",
          figures() + ", and there is nothing left to give back; others fill the disk: make room");
    }
  }

  private String figures() {
    return free / MEGA + " MiB are free, the floor is " + floor / MEGA + " MiB";
  }

  private void tell(Severity severity, String message) {
    untold =
        new Event(
            "disk",
            "floor",
            severity,
            clock.micros(),
            message,
            Map.of("free", Long.toString(free), "floor", Long.toString(floor)));
  }

  private void tellLatest() {
    Event event = untold;
    if (event != null) {
      try {
        alarm.event(event);
        untold = null;
      } catch (JournalException e) {
        // The journal says by itself what it lacks; the event is tried again with the next look.
        failures.increment();
      }
    }
  }
}
