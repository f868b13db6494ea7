package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Stands for the journal while that cannot be opened: takes and gives nothing. Any thread. */
final class ClosedJournal implements Journal {
  private final Supplier<String> reason;

  /**
   * @param reason why the journal cannot be opened
   */
  ClosedJournal(Supplier<String> reason) {
    this.reason = reason;
  }

  @Override
  public long append(Batch batch) throws JournalException {
    throw failure();
  }

  @Override
  public long append(Event event) throws JournalException {
    throw failure();
  }

  @Override
  public void whenCommitted(Lane lane, long sequence, Runnable action) {
    // Nothing is ever appended, so that nobody waits for it.
  }

  @Override
  public JournalReader open(String reader, Lane lane) throws JournalException {
    throw failure();
  }

  @Override
  public void forget(String reader) {
    // Nobody is remembered.
  }

  @Override
  public List<LaneState> lanes() {
    return Stream.of(Lane.values())
        .map(lane -> new LaneState(lane, 1, 0, 0, 0, 0, 0, 0, Map.of()))
        .toList();
  }

  private JournalException failure() {
    return new JournalException("the journal is not open: " + reason.get(), null);
  }
}
