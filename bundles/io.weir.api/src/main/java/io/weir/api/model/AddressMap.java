package io.weir.api.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of one channel among ten thousand: a map that is not to be changed, in less than half
 * the room of another one. Neighbours mostly have the same keys and share them.
 */
final class AddressMap extends AbstractMap<String, Object> {
  /** Those of the map made last. */
  private static volatile String[] neighbours = {};

  private final String[] keys;
  private final Object[] values;

  private AddressMap(String[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * A copy, or the map itself if it is one of these.
   *
   * @throws NullPointerException if a key or a value is null
   */
  static Map<String, Object> copyOf(Map<String, Object> map) {
    if (map instanceof AddressMap) {
      return map;
    }
    int size = map.size();
    String[] keys = neighbours;
    Object[] values = values(map, keys);
    if (keys.length != size || values.length != size) {
      keys = map.keySet().toArray(String[]::new);
      Arrays.sort(keys);
      values = values(map, keys);
      neighbours = keys;
    }
    return new AddressMap(keys, values);
  }

  /** The values of these keys; fewer than there are keys if the map has not all of them. */
  private static Object[] values(Map<String, Object> map, String[] keys) {
    Object[] values = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      if (!map.containsKey(keys[i])) {
        return Arrays.copyOf(values, i);
      }
      values[i] = Objects.requireNonNull(map.get(keys[i]));
    }
    return values;
  }

  private int index(@Nullable Object key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return index(key) >= 0;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    int index = index(key);
    return index < 0 ? null : values[index];
  }

  /** Not kept: the room is what this class is for. */
  @Override
  public Set<String> keySet() {
    return Set.of(keys);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.length;
      }

      @Override
      public Iterator<Entry<String, Object>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < keys.length;
          }

          @Override
          public Entry<String, Object> next() {
            Entry<String, Object> entry = Map.entry(keys[next], values[next]);
            next++;
            return entry;
          }
        };
      }
    };
  }
}
