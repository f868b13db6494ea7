package io.weir.api.store;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Gives channels their numbers and keeps them for ever.
 *
 * <p>A number stands for an id, a type and a unit; it is durable before it is returned and is never
 * given to anything else. Any thread.
 */
@ProviderType
public interface ChannelTable {
  /** A channel that is to have a number. */
  record Wanted(String id, ValueType type, String unit) {}

  /**
   * The number's line, assigning one at first sight.
   *
   * @throws java.io.UncheckedIOException if a new number cannot be made durable
   */
  ChannelInfo assign(String id, ValueType type, String unit);

  /**
   * The lines of these channels in the same order, assigning numbers at first sight. Made durable
   * together, so that thousands cost no more than one.
   *
   * @throws java.io.UncheckedIOException if a new number cannot be made durable
   */
  default List<ChannelInfo> assignAll(List<Wanted> channels) {
    return channels.stream().map(c -> assign(c.id(), c.type(), c.unit())).toList();
  }

  /** The line of this number, or null if it was never assigned. Lock-free. */
  @Nullable ChannelInfo get(int number);

  /** Numbers assigned so far: 0 to {@code size() - 1}. */
  int size();

  /** Every line that ever stood for this id, oldest first; the last is the current one. */
  List<ChannelInfo> byId(String id);
}
