package io.weir.api.runtime;

import io.weir.api.model.Batch;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sees every conditioned batch before it is journalled: rules, live views. An OSGi service.
 *
 * <p>Thread: the pipeline thread. A call must be quick, must not block, must not change the batch
 * and must not keep it.
 */
@ConsumerType
public interface SampleListener {
  /** Samples that were just put into {@link LiveValues}; times monotonic of this boot. */
  void samples(Batch batch);

  /**
   * Time goes on: called about ten times a second, whether or not there are samples, so that
   * durations need no thread of their own.
   *
   * @param micros monotonic microseconds now
   */
  default void tick(long micros) {}
}
