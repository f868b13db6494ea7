package io.weir.store.internal;

import io.weir.api.store.Aggregate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what there is of a channel in steps of one length; held values are shared out to the
 * steps they are held in. Confined to one thread.
 */
final class StepSums implements RollupSink {
  private final long from;
  private final long to;
  private final long step;
  private final @Nullable Sum[] sums;

  private boolean held;
  private long heldSince;
  private double heldValue;

  /** The range the steps lie in; the first and the last may be cut by it. */
  StepSums(long from, long to, long step) {
    this.from = from;
    this.to = to;
    this.step = step;
    this.sums = new Sum[(int) (Math.floorDiv(to - 1, step) - Math.floorDiv(from, step)) + 1];
  }

  /** The value that is held when the range begins. */
  void enter(Rollup before) {
    hold(before.held, before.end, before.last);
  }

  @Override
  public void sample(long time, double value, boolean counts) {
    holdUntil(time);
    Sum sum = sum(time);
    if (counts) {
      sum.count(1, value, value, value, value, value);
    }
    hold(counts && Rollup.holds(value), time, value);
  }

  @Override
  public void rollup(Rollup rollup) {
    holdUntil(rollup.start);
    Sum sum = sum(rollup.start);
    if (rollup.count > 0) {
      sum.count(rollup.count, rollup.min, rollup.max, rollup.sum, rollup.first, rollup.last);
    }
    sum.integral += rollup.integral;
    sum.covered += rollup.covered;
    hold(rollup.held, rollup.end, rollup.last);
  }

  /** The steps that have something; the last value is held up to now at most. */
  List<Aggregate> end(long now) {
    holdUntil(Math.min(now, to));
    List<Aggregate> aggregates = new ArrayList<>();
    long first = Math.floorDiv(from, step);
    for (int i = 0; i < sums.length; i++) {
      Sum sum = sums[i];
      if (sum != null && (sum.count > 0 || sum.covered > 0)) {
        aggregates.add(sum.aggregate((first + i) * step));
      }
    }
    return aggregates;
  }

  private void hold(boolean isHeld, long time, double value) {
    held = isHeld;
    heldSince = time;
    heldValue = value;
  }

  private void holdUntil(long time) {
    if (held) {
      long until = Math.min(Math.min(time, heldSince + Rollup.MAX_HOLD), to);
      for (long at = Math.max(heldSince, from); at < until; ) {
        long end = Math.min(until, (Math.floorDiv(at, step) + 1) * step);
        sum(at).hold(heldValue, end - at);
        at = end;
      }
      held = false;
    }
  }

  private Sum sum(long time) {
    int index = (int) (Math.floorDiv(time, step) - Math.floorDiv(from, step));
    Sum sum = sums[index];
    if (sum == null) {
      sum = new Sum();
      sums[index] = sum;
    }
    return sum;
  }

  /** What one step amounts to. */
  private static final class Sum {
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private double first;
    private double last;
    private double integral;
    private long covered;
    private double heldValue;

    void count(long n, double low, double high, double total, double head, double tail) {
      if (count == 0) {
        first = head;
      }
      last = tail;
      count += n;
      min = Math.min(min, low);
      max = Math.max(max, high);
      sum += total;
    }

    void hold(double value, long micros) {
      heldValue = value;
      integral += value * micros;
      covered += micros;
    }

    Aggregate aggregate(long time) {
      if (count == 0) {
        return new Aggregate(
            time, 0, heldValue, heldValue, heldValue, heldValue, heldValue, heldValue);
      }
      double mean = sum / count;
      return new Aggregate(
          time, count, min, max, mean, covered == 0 ? mean : integral / covered, first, last);
    }
  }
}
