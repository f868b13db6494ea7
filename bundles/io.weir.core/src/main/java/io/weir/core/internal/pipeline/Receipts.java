package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.model.Batch.Receipt;
import io.weir.api.store.Journal;
import io.weir.api.store.Lane;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who waits for rows to be on the medium, and is told once. Confined to the pipeline thread, but
 * for the journal's own calls and {@link #refuse}.
 */
public final class Receipts {
  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  /** A journal that commits nothing for so long that more would wait is as good as a full one. */
  private static final int MOST = 4_096;

  /** Compared by identity: two batches may have equal receipts. */
  private static final class Waiter {
    final List<Receipt> receipts;

    Waiter(List<Receipt> receipts) {
      this.receipts = receipts;
    }
  }

  private final Journal journal;
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

  Receipts(Journal journal) {
    this.journal = journal;
  }

  /** Tells the batch's receipts, of which it has some, once this entry is committed. */
  void await(Batch batch, long sequence) {
    if (waiting.size() >= MOST) {
      refuse(batch);
      return;
    }
    Waiter waiter = new Waiter(batch.takeReceipts());
    waiting.add(waiter); // First, for the entry may be committed already.
    try {
      journal.whenCommitted(Lane.TELEMETRY, sequence, () -> tell(waiter, true));
    } catch (RuntimeException e) {
      LOG.error("The journal does not say when entry {} is committed", sequence, e);
      tell(waiter, false);
    }
  }

  /** Nothing more is committed while anybody listens. */
  void end() {
    waiting.forEach(waiter -> tell(waiter, false));
  }

  /** Tells the batch's receipts, if any, that its rows are not recorded. Any thread. */
  public static void refuse(Batch batch) {
    tell(batch, false);
  }

  /** Tells the batch's receipts, if any, what became of its rows. Any thread. */
  static void tell(Batch batch, boolean committed) {
    if (batch.hasReceipts()) {
      tell(batch.takeReceipts(), committed);
    }
  }

  /** Whoever takes the waiter out tells it. */
  private void tell(Waiter waiter, boolean committed) {
    if (waiting.remove(waiter)) {
      tell(waiter.receipts, committed);
    }
  }

  private static void tell(List<Receipt> receipts, boolean committed) {
    for (Receipt receipt : receipts) {
      try {
        receipt.done(committed);
      } catch (RuntimeException e) {
        LOG.error("{} could not be told that its rows were committed: {}", receipt, committed, e);
      }
    }
  }
}
