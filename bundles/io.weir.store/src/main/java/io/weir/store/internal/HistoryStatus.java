package io.weir.store.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.HistoryLevel;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What the history shows on the status board. Any thread. */
final class HistoryStatus {
  private static final int MOST_REMEMBERED = 10_000;

  private final StatusBoard.Part part;
  private final LongAdder samples;
  private final LongAdder flushes;
  private final LongAdder failures;
  private final LongAdder refused;
  private final LongAdder damagedChunks;
  private final LongAdder retimed;
  private final LongAdder[] gaveUp = new LongAdder[HistoryLevel.values().length];
  private final LongAdder[] thinned = new LongAdder[Thinnable.Step.values().length];
  private final Set<Long> damaged = new HashSet<>();
  private volatile long rescued;
  private String setAside = "";
  private String rescue = "";
  private String failing = "";
  private boolean isThinned;
  private String closed = "";
  private String closedReason = "";

  HistoryStatus(StatusBoard.Part part) {
    this.part = part;
    samples = part.counter("samples");
    flushes = part.counter("flushes");
    failures = part.counter("failures");
    refused = part.counter("refused");
    damagedChunks = part.counter("damaged-chunks");
    part.gauge("rescued", () -> rescued);
    retimed = part.counter("retimed");
    for (HistoryLevel level : HistoryLevel.values()) {
      gaveUp[level.ordinal()] = part.counter("given-up-" + text(level));
    }
    for (Thinnable.Step step : Thinnable.Step.values()) {
      thinned[step.ordinal()] = part.counter("thinned-" + text(step));
    }
  }

  void gauge(String name, LongSupplier value) {
    part.gauge(name, value);
  }

  /** Shows the bytes of a level. */
  void bytes(HistoryLevel level, LongSupplier value) {
    part.gauge("bytes-" + text(level), value);
  }

  /** So many samples are stored. */
  synchronized void stored(int count) {
    samples.add(count);
    flushes.increment();
    failing = "";
    show();
  }

  /** Works, with nothing stored yet. */
  synchronized void ready() {
    closed = "";
    failing = "";
    show();
  }

  /** What did not work was tried again and does. */
  synchronized void works() {
    if (!failing.isEmpty()) {
      failing = "";
      show();
    }
  }

  /** The database cannot be opened; it is tried again. */
  synchronized void closed(String reason, String message) {
    failures.increment();
    closedReason = reason;
    closed = message;
    show();
  }

  /** A chunk of this key is not what was written and is left out of an answer. */
  synchronized void damagedChunk(long id) {
    // Each is counted once, as far as can be remembered.
    if (damaged.size() < MOST_REMEMBERED && damaged.add(id)) {
      damagedChunks.increment();
      show();
    }
  }

  /** Samples whose time cannot be stored. */
  void refused(int count) {
    refused.add(count);
  }

  /** Something does not work; it is tried again. */
  synchronized void failing(String message) {
    failures.increment();
    failing = message;
    show();
  }

  /** So many samples of a database that was put away are in the new one. */
  synchronized void rescued(String file, long count, boolean isDone) {
    rescued = count;
    if (setAside.isEmpty()) {
      setAside = "the history was damaged and set aside as " + file;
    }
    rescue = "; " + count + " samples of it are back" + (isDone ? "" : " so far");
    show();
  }

  /** A damaged database was put away. */
  synchronized void setAside(String message) {
    setAside = message;
    show();
  }

  /** So many samples are in their right place now. */
  void retimed(int count) {
    retimed.add(count);
  }

  /** So many rows of a level are older than they are kept, or too many. */
  void gaveUp(HistoryLevel level, int rows) {
    gaveUp[level.ordinal()].add(rows);
  }

  /** A step was taken because the disk is nearly full. */
  synchronized void thinned(Thinnable.Step step) {
    thinned[step.ordinal()].increment();
    if (step != Thinnable.Step.SPARE) {
      isThinned = true;
      show();
    }
  }

  void close() {
    part.close();
  }

  private void show() {
    if (!closed.isEmpty()) {
      part.status(
          State.ERROR,
          closedReason,
          closed + "; samples wait in the journal as long as it has room for them");
    } else if (!failing.isEmpty()) {
      part.status(State.ERROR, "disk", failing);
    } else if (!setAside.isEmpty()) {
      part.status(State.DEGRADED, "damaged", setAside + rescue);
    } else if (!damaged.isEmpty()) {
      part.status(
          State.DEGRADED,
          "damaged",
          damaged.size() + " chunks of the history are damaged and left out of answers");
    } else if (isThinned) {
      part.status(
          State.DEGRADED,
          "disk-floor",
          "the disk was nearly full: older samples were thinned, or only their rollups kept; see"
              + " the counters thinned-*. More disk or a shorter history.keep.* helps");
    } else {
      part.ok();
    }
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
