package io.weir.store.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What the history shows on the status board. Any thread. */
final class HistoryStatus {
  private final StatusBoard.Part part;
  private final LongAdder samples;
  private final LongAdder flushes;
  private final LongAdder failures;
  private final LongAdder refused;
  private String setAside = "";
  private String failing = "";

  HistoryStatus(StatusBoard.Part part) {
    this.part = part;
    samples = part.counter("samples");
    flushes = part.counter("flushes");
    failures = part.counter("failures");
    refused = part.counter("refused");
  }

  void gauge(String name, LongSupplier value) {
    part.gauge(name, value);
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
    show();
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

  /** A damaged database was put away. */
  synchronized void setAside(String message) {
    setAside = message;
    show();
  }

  void close() {
    part.close();
  }

  private void show() {
    if (!failing.isEmpty()) {
      part.status(State.ERROR, "disk", failing);
    } else if (!setAside.isEmpty()) {
      part.status(State.DEGRADED, "damaged", setAside);
    } else {
      part.ok();
    }
  }
}
