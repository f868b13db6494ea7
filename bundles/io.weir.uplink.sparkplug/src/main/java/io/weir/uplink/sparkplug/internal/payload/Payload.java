package io.weir.uplink.sparkplug.internal.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a message.
 *
 * @param timestamp epoch milliseconds at which it was sent; null for none
 * @param metrics its metrics
 * @param seq its place among the messages of the edge node, 0 to 255; null for none
 */
public record Payload(@Nullable Long timestamp, List<Metric> metrics, @Nullable Long seq) {
  /** Copies the list. */
  public Payload {
    metrics = List.copyOf(metrics);
  }
}
