package io.weir.store.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of stretches of time, in whole steps. Confined to one thread. */
final class Stretches {
  private final long step;
  private final List<long[]> all = new ArrayList<>();

  Stretches(long step) {
    this.step = step;
  }

  /** Adds the steps that have something of this range. */
  void add(long from, long to) {
    long first = Math.floorDiv(from, step) * step;
    long last = Math.floorDiv(to + step - 1, step) * step;
    if (!all.isEmpty()) {
      long[] before = all.get(all.size() - 1);
      if (before[0] <= first && first <= before[1]) {
        before[1] = Math.max(before[1], last);
        return;
      }
    }
    all.add(new long[] {first, last});
  }

  /** The stretches within the range, apart and in order. */
  List<long[]> within(long from, long to) {
    all.sort(Comparator.comparingLong(each -> each[0]));
    List<long[]> apart = new ArrayList<>();
    for (long[] each : all) {
      long first = Math.max(from, each[0]);
      long last = Math.min(to, each[1]);
      if (first >= last) {
        continue;
      }
      long[] before = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (before != null && first <= before[1]) {
        before[1] = Math.max(before[1], last);
      } else {
        apart.add(new long[] {first, last});
      }
    }
    return apart;
  }
}
