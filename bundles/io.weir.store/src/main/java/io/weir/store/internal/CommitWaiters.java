package io.weir.store.internal;

import io.weir.api.store.JournalException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who waits for which entry to be on the medium. Any thread. */
final class CommitWaiters {
  private static final Logger LOG = LoggerFactory.getLogger(CommitWaiters.class);

  private record Waiter(long sequence, Runnable done, Consumer<JournalException> failed) {}

  private final PriorityQueue<Waiter> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiter::sequence));
  private final LongSupplier committed;

  CommitWaiters(LongSupplier committed) {
    this.committed = committed;
  }

  /** Runs one of the two later, or {@code done} at once if the entry is on the medium already. */
  void add(long sequence, Runnable done, Consumer<JournalException> failed) {
    synchronized (this) {
      if (committed.getAsLong() < sequence) {
        waiting.add(new Waiter(sequence, done, failed));
        return;
      }
    }
    done.run();
  }

  /** Number of those who wait. */
  synchronized int size() {
    return waiting.size();
  }

  /** Tells those whose entry is on the medium now. */
  void release() {
    List<Waiter> ready = new ArrayList<>();
    synchronized (this) {
      long upTo = committed.getAsLong();
      Waiter next = waiting.peek();
      while (next != null && next.sequence <= upTo) {
        ready.add(waiting.remove());
        next = waiting.peek();
      }
    }
    ready.forEach(waiter -> run(waiter.done));
  }

  /** Tells everybody that nothing more comes. */
  void fail(JournalException failure) {
    List<Waiter> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(waiter -> run(() -> waiter.failed.accept(failure)));
  }

  /** Runs somebody else's code on the journal thread without letting it harm the others. */
  static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("An action to be run after a commit failed", e);
    }
  }
}
