package io.weir.rules.internal;

import io.weir.api.model.Event;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Events on their way from the pipeline, which must not wait, to the journal, whose event lane
 * waits for the medium. Bounded: a full outbox refuses, and the rule counts it.
 */
final class Outbox {
  private static final int CAPACITY = 1024;

  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(CAPACITY);
  private final Journal journal;
  private final Runnable wake;

  Outbox(Journal journal, Runnable wake) {
    this.journal = journal;
    this.wake = wake;
  }

  /** Takes an event; false when the outbox is full. Any thread. */
  boolean offer(Event event) {
    boolean accepted = events.offer(event);
    wake.run();
    return accepted;
  }

  /** Events that wait. */
  int size() {
    return events.size();
  }

  /**
   * Appends what waits, in order.
   *
   * @throws JournalException if the journal did not take an event; it and those behind it stay
   */
  void drain() throws JournalException {
    for (Event event = events.peek(); event != null; event = events.peek()) {
      journal.append(event);
      events.remove();
    }
  }
}
