package io.weir.api.runtime;

import io.weir.api.model.Sample;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The last value of each channel. Any thread, without locks; one writer, the pipeline. */
@ProviderType
public interface LiveValues {
  /** Receives one channel's consistent last value. */
  @FunctionalInterface
  interface Visitor {
    /** Time monotonic of this boot; bits and object as the channel's type says. */
    void value(long micros, long bits, @Nullable Object object, byte quality);
  }

  /** Visits the channel's last value; returns false if it has none yet. */
  boolean visit(int channel, Visitor visitor);

  /** The channel's last value for people, or null if it has none yet. */
  @Nullable Sample get(int channel);

  /** Counts every change of any channel; equal numbers mean that nothing changed. */
  long revision();
}
