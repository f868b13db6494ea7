package io.weir.api.runtime;

import io.weir.api.model.Batch;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The entrance of the pipeline, for whoever acquires samples without being polled. Any thread.
 *
 * <p>The queue behind it is bounded: when the pipeline cannot keep up the caller waits, nothing is
 * dropped.
 */
@ProviderType
public interface SampleSink {
  /** An empty batch from the pool. */
  Batch borrow();

  /**
   * Hands over a batch of raw samples, times monotonic of this boot; the caller forgets it.
   *
   * @throws InterruptedException if interrupted while waiting; the batch was not taken
   */
  void submit(Batch batch) throws InterruptedException;
}
