package io.weir.api.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One named reader of a lane with its durable cursor. Used by one thread, except {@link
 * #onCommitted}.
 */
@ProviderType
public interface JournalReader extends AutoCloseable {
  /** Most stretches that may be done beyond the cursor at a time. */
  int MOST_DONE = 32;

  /**
   * Entries that are done although one before them is not.
   *
   * @param first sequence of the first
   * @param last sequence of the last
   */
  record Done(long first, long last) {}

  /**
   * The next committed entry after the read position that is not done, which the position moves
   * past; null when there is none. The cursor does not move. The entry's batch is reused by the
   * next call.
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

  /**
   * These entries are done for this reader, whatever is before them. They are remembered with the
   * cursor, which passes over them once it reaches them; adjacent stretches become one.
   *
   * @throws IllegalStateException if there would be more than {@link #MOST_DONE} stretches
   */
  void acknowledge(long first, long last);

  /** What is done beyond the cursor, in order. */
  List<Done> done();

  /**
   * A second read position, at the cursor: it shares the cursor and what is done beyond it, and is
   * used by the same thread. To be closed by itself; the lane is read through it no longer than
   * through this reader.
   */
  JournalReader fork();

  /** Puts the read position back to the cursor, or after this sequence if that is later. */
  void seek(long afterSequence);

  /** Sequence of the last entry acknowledged; 0 for none. */
  long cursor();

  /** Sequence of the last committed entry. */
  long committed();

  /** Committed entries not yet acknowledged. */
  long backlog();

  /** Calls this after each commit with new entries, on the journal thread; it must be short. */
  void onCommitted(Runnable wakeUp);

  /** Ends reading; the cursor stays. */
  @Override
  void close();
}
