package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Aggregate;

/** What numeric samples amount to; bad ones and those that are not a number do not count. */
final class Stats {
  long count;
  long start;
  long end;
  double min = Double.POSITIVE_INFINITY;
  double max = Double.NEGATIVE_INFINITY;
  double sum;
  double first;
  double last;

  /** Adds a row of a batch. */
  void add(Batch batch, int row, ValueType type) {
    double value = type.toDouble(batch.bits(row));
    if (!Quality.isBad(batch.quality(row)) && !Double.isNaN(value)) {
      long time = batch.time(row);
      add(1, time, time, value, value, value, value, value);
    }
  }

  /** Adds what other samples amount to. */
  void add(Stats other) {
    if (other.count > 0) {
      add(
          other.count,
          other.start,
          other.end,
          other.min,
          other.max,
          other.sum,
          other.first,
          other.last);
    }
  }

  /** The aggregate of a step that starts at this time. */
  Aggregate toAggregate(long time) {
    return new Aggregate(time, count, min, max, sum / count, sum / count, first, last);
  }

  private void add(
      long n, long from, long to, double low, double high, double total, double head, double tail) {
    if (count == 0 || from < start) {
      start = from;
      first = head;
    }
    if (count == 0 || to >= end) {
      end = to;
      last = tail;
    }
    count += n;
    min = Math.min(min, low);
    max = Math.max(max, high);
    sum += total;
  }
}
