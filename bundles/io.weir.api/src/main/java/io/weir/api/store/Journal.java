package io.weir.api.store;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The append-only, crash-safe log of accepted batches, and the only outbound queue.
 *
 * <p>An entry is written to the operating system when it is appended, so that a killed process
 * loses nothing, and forced to the medium by the lane's group commit, so that a power cut loses
 * nothing committed. Readers see committed entries only. Sequences of a lane rise by 1, start at 1
 * and are never given out twice, also across restarts.
 *
 * <p>Any thread; appends of a lane are serialised.
 */
@ProviderType
public interface Journal {
  /**
   * Appends the batch's rows as one entry of the telemetry lane; the batch may be reused at once.
   *
   * @return the entry's sequence; 0 for an empty batch, which is not written
   * @throws JournalException if the entry could not be written; nothing of it is kept
   */
  long append(Batch batch) throws JournalException;

  /**
   * Appends an event to the event lane and returns once it is on the medium.
   *
   * @return the entry's sequence
   * @throws JournalException if it could not be made durable
   */
  long append(Event event) throws JournalException;

  /**
   * Runs the action once the entry is on the medium; at once, on the calling thread, if it is
   * already, else on the journal thread. The action must be short.
   */
  void whenCommitted(Lane lane, long sequence, Runnable action);

  /**
   * Opens the lane for one named reader at its cursor; a new name starts at the oldest entry.
   *
   * @throws JournalException if this name is open already
   */
  JournalReader open(String reader, Lane lane) throws JournalException;

  /** Forgets a reader that will not come back, so that it no longer holds segments. */
  void forget(String reader);

  /** The lanes as they are now. */
  List<LaneState> lanes();
}
