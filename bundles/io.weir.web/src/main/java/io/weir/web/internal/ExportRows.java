package io.weir.web.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.Aggregate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of an export in one format, written as they come. Confined to one thread. */
interface ExportRows {
  /** What stands before the first row. */
  void begin(boolean summedUp) throws IOException;

  /** One sample; bits and object as the line's type says. */
  void sample(ChannelInfo line, long time, long bits, @Nullable Object object, byte quality)
      throws IOException;

  /** What the samples of a step amount to. */
  void aggregate(ChannelInfo line, Aggregate aggregate) throws IOException;

  /** Hands over what is still held back; the stream stays open. */
  void flush() throws IOException;
}
