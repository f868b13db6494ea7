package io.weir.uplink.sparkplug.internal.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a metric, in order.
 *
 * @param keys their names
 * @param values their values, as many
 */
public record PropertySet(List<String> keys, List<Property> values) {
  /** Copies the lists. */
  public PropertySet {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /**
   * One value.
   *
   * @param type its type; null where it is left out
   * @param value as in a {@link Metric}, or a {@link PropertySet}, or a list of them; null for null
   */
  public record Property(@Nullable DataType type, @Nullable Object value) {}

  /** The value of this name; null for none. */
  public @Nullable Object get(String key) {
    int at = keys.indexOf(key);
    return at < 0 || at >= values.size() ? null : values.get(at).value();
  }
}
