package io.weir.api.store;

import io.weir.api.model.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Recorded samples by channel and time. Any thread; answers include what was committed a moment
 * ago. Times are epoch microseconds, ranges include {@code from} and exclude {@code to}.
 */
@ProviderType
public interface History {
  /** Takes samples in time order; returns false to end the query. */
  @FunctionalInterface
  interface Visitor {
    /** One sample: bits and object as the type of the channel number's line says. */
    boolean sample(int channel, long time, long bits, @Nullable Object object, byte quality);
  }

  /**
   * Streams the samples of a channel id in time order; memory does not grow with the range.
   *
   * @throws IOException if the history cannot be read
   */
  void range(String channel, long from, long to, Visitor visitor) throws IOException;

  /** The latest recorded sample of a channel id. */
  Optional<Sample> last(String channel) throws IOException;

  /**
   * The channel's samples for a chart of at most so many points, from the coarsest level whose
   * steps are fine enough. Every step's min and max are those of all its samples: no spike
   * disappears.
   *
   * @param maxPoints most points, from 1 to 100,000
   * @throws IllegalArgumentException if {@code maxPoints} is outside that
   */
  Series chart(String channel, long from, long to, int maxPoints) throws IOException;

  /**
   * The channel's samples summed up in steps aligned to multiples of {@code step}; steps that have
   * no samples and hold no earlier value are left out.
   *
   * @throws IllegalArgumentException if the step is not positive or there would be more than
   *     100,000 of them
   */
  List<Aggregate> aggregate(String channel, long from, long to, long step) throws IOException;
}
