package io.weir.testing;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A journal that remembers what was appended and can be made to fail. It has no readers. Any
 * thread.
 */
public final class FakeJournal implements Journal {
  private final List<Batch> batches = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<Waiter> late = new ArrayList<>();
  private volatile @Nullable String failure;
  private boolean isLate;
  private long committed;

  private record Waiter(long sequence, Runnable action) {}

  /** Makes each append fail with this message, until null. */
  public void failWith(@Nullable String message) {
    failure = message;
  }

  /** Commits nothing from now on until {@link #commit}, each time. */
  public synchronized void commitLate() {
    isLate = true;
  }

  /** Commits what was appended; in a journal that commits late. */
  public void commit() {
    List<Runnable> due = new ArrayList<>();
    synchronized (this) {
      committed = batches.size();
      late.removeIf(waiter -> waiter.sequence() <= committed && due.add(waiter.action()));
    }
    due.forEach(Runnable::run);
  }

  /** Copies of the batches appended so far. */
  public List<Batch> batches() {
    return List.copyOf(batches);
  }

  /** All rows appended so far, as one batch. */
  public Batch rows() {
    Batch all = new Batch(8);
    batches.forEach(batch -> all.addAll(batch, 0));
    return all;
  }

  /** The events appended so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public synchronized long append(Batch batch) throws JournalException {
    check();
    if (batch.isEmpty()) {
      return 0;
    }
    Batch copy = new Batch(batch.size());
    copy.addAll(batch, 0);
    batches.add(copy);
    return batches.size();
  }

  @Override
  public synchronized long append(Event event) throws JournalException {
    check();
    events.add(event);
    return events.size();
  }

  private void check() throws JournalException {
    String message = failure;
    if (message != null) {
      throw new JournalException(message, null);
    }
  }

  @Override
  public void whenCommitted(Lane lane, long sequence, Runnable action) {
    synchronized (this) {
      if (isLate && sequence > committed) {
        late.add(new Waiter(sequence, action));
        return;
      }
    }
    action.run();
  }

  @Override
  public JournalReader open(String reader, Lane lane) {
    throw new UnsupportedOperationException("a FakeJournal has no readers");
  }

  @Override
  public void forget(String reader) {}

  @Override
  public List<LaneState> lanes() {
    return List.of();
  }
}
