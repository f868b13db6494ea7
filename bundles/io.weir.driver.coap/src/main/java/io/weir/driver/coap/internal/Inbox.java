package io.weir.driver.coap.internal;

import io.weir.api.model.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What devices have sent, on its way to the bus thread. Any thread.
 *
 * <p>Bounded by rows: what does not fit is not taken, and its sender is told.
 */
final class Inbox {
  /** The rows of one request and who is told what became of them. */
  record Submission(Batch rows, Batch.Receipt receipt) {}

  private static final int TAKE = 256;

  private final int capacity;
  private final ArrayDeque<Submission> waiting = new ArrayDeque<>();
  private int rows;
  private Runnable wake = () -> {};

  Inbox(int capacity) {
    this.capacity = capacity;
  }

  synchronized void onNews(Runnable runnable) {
    wake = runnable;
    if (!waiting.isEmpty()) {
      wake.run();
    }
  }

  /** Takes a request's rows; returns whether there was room. */
  synchronized boolean offer(Submission submission) {
    if (rows + submission.rows().size() > capacity) {
      return false;
    }
    waiting.add(submission);
    rows += submission.rows().size();
    wake.run();
    return true;
  }

  /** Adds the oldest rows with their receipts to a batch; returns whether there are more. */
  synchronized boolean drain(Batch into) {
    int taken = 0;
    while (taken < TAKE && !waiting.isEmpty()) {
      Submission next = waiting.remove();
      rows -= next.rows().size();
      taken += next.rows().size();
      into.addAll(next.rows(), 0);
      into.addReceipt(next.receipt());
    }
    return !waiting.isEmpty();
  }

  /** Removes the requests with a row of a channel that is no more, and tells their senders. */
  void retain(Set<Integer> channels) {
    remove(channels).forEach(submission -> submission.receipt().done(false));
  }

  private synchronized List<Submission> remove(Set<Integer> channels) {
    List<Submission> gone = new ArrayList<>();
    for (Submission submission : waiting) {
      Batch batch = submission.rows();
      for (int row = 0; row < batch.size(); row++) {
        if (!channels.contains(batch.channel(row))) {
          gone.add(submission);
          break;
        }
      }
    }
    waiting.removeAll(gone);
    gone.forEach(submission -> rows -= submission.rows().size());
    return gone;
  }

  synchronized int size() {
    return rows;
  }
}
