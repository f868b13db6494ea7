package io.weir.api.store;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One named reader of a lane with its durable cursor. Used by one thread, except {@link
 * #onCommitted}.
 */
@ProviderType
public interface JournalReader extends AutoCloseable {
  /**
   * The next committed entry after the read position, which moves past it; null when there is none.
   * The cursor does not move. The entry's batch is reused by the next call.
   *
   * @throws JournalException if the medium cannot be read; a damaged entry is skipped, counted and
   *     shown in the status
   */
  @Nullable JournalEntry next() throws JournalException;

  /**
   * Moves the cursor: everything up to this sequence is done for this reader. Cheap; made durable
   * with the lane's next commit, so that after a power cut a few entries may be read again.
   */
  void acknowledge(long sequence);

  /** Puts the read position back to the cursor, or after this sequence if that is later. */
  void seek(long afterSequence);

  /** Sequence of the last entry acknowledged; 0 for none. */
  long cursor();

  /** Committed entries not yet acknowledged. */
  long backlog();

  /** Calls this after each commit with new entries, on the journal thread; it must be short. */
  void onCommitted(Runnable wakeUp);

  /** Ends reading; the cursor stays. */
  @Override
  void close();
}
