package io.weir.store.internal;

import io.weir.api.model.Batch;

/** The order of a batch's rows in time. */
final class TimeOrder {
  private TimeOrder() {}

  /** The rows in the order of time, those of one time as they stand. */
  static int[] of(Batch batch) {
    int[] order = new int[batch.size()];
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    sort(batch, order, new int[order.length], 0, order.length);
    return order;
  }

  /** Whether the rows stand in the order of time. */
  static boolean holds(Batch batch) {
    for (int row = 1; row < batch.size(); row++) {
      if (batch.time(row) < batch.time(row - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Merges halves that follow one another in time as they are: mostly there is little to do. */
  private static void sort(Batch batch, int[] order, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(batch, order, spare, from, middle);
    sort(batch, order, spare, middle, to);
    if (batch.time(order[middle - 1]) <= batch.time(order[middle])) {
      return;
    }
    System.arraycopy(order, from, spare, from, middle - from);
    int left = from;
    int right = middle;
    for (int at = from; left < middle; at++) {
      boolean takeLeft = right == to || batch.time(spare[left]) <= batch.time(order[right]);
      order[at] = takeLeft ? spare[left++] : order[right++];
    }
  }
}
