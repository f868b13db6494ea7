package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds channel numbers by id: a hash table of numbers, some fifteen bytes a channel where a map
 * takes sixty. One writer at a time, any number of readers, no locks.
 */
final class IdIndex {
  static final int NONE = -1;

  private static final int FIRST_SIZE = 64;

  /**
   * @param slots the newest number of each id, at a place that follows from the id's hash
   * @param older by number, the number that the id had before; written before the slot
   */
  private record Table(AtomicIntegerArray slots, int[] older) {
    static Table of(int size, int[] older, int numbers) {
      int[] slots = new int[size];
      Arrays.fill(slots, NONE);
      int[] all = Arrays.copyOf(older, numbers);
      Arrays.fill(all, Math.min(older.length, numbers), numbers, NONE);
      return new Table(new AtomicIntegerArray(slots), all);
    }
  }

  private final IntFunction<@Nullable ChannelInfo> lines;
  private volatile Table table = Table.of(FIRST_SIZE, new int[0], FIRST_SIZE);
  private int ids;

  /**
   * @param lines the line of each number, which stands there before the number is added
   */
  IdIndex(IntFunction<@Nullable ChannelInfo> lines) {
    this.lines = lines;
  }

  /** The id's newest number, or {@link #NONE}. */
  int newest(String id) {
    AtomicIntegerArray slots = table.slots();
    return slots.getAcquire(slot(slots, id));
  }

  /** The number that this number's id had before, or {@link #NONE}. */
  int before(int number) {
    return table.older()[number];
  }

  /** Makes a number the newest of its line's id. */
  void add(int number, String id) {
    Table to = table;
    if ((ids + 1) * 2 > to.slots().length() || number >= to.older().length) {
      to = grow(to, number);
      table = to;
    }
    int slot = slot(to.slots(), id);
    int previous = to.slots().get(slot);
    if (previous == NONE) {
      ids++;
    }
    to.older()[number] = previous;
    to.slots().setRelease(slot, number);
  }

  private Table grow(Table old, int number) {
    int size = old.slots().length();
    int room = Math.max(number + 1, old.older().length * 3 / 2);
    Table grown = Table.of((ids + 1) * 2 > size ? size * 2 : size, old.older(), room);
    for (int i = 0; i < size; i++) {
      int each = old.slots().get(i);
      ChannelInfo line = each == NONE ? null : lines.apply(each);
      if (line != null) {
        grown.slots().set(slot(grown.slots(), line.id()), each);
      }
    }
    return grown;
  }

  /** Where the id stands, or the free place where it would. */
  private int slot(AtomicIntegerArray slots, String id) {
    int mask = slots.length() - 1;
    int hash = id.hashCode() * 0x9E37_79B9;
    int at = (hash ^ (hash >>> 16)) & mask;
    for (int each = slots.getAcquire(at); each != NONE; each = slots.getAcquire(at)) {
      ChannelInfo line = lines.apply(each);
      if (line != null && line.id().equals(id)) {
        break;
      }
      at = (at + 1) & mask;
    }
    return at;
  }
}
