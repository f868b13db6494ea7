package io.weir.driver.gpio.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The counters' values by channel, which outlive a reconnect and a change of the line. Bus thread.
 */
final class Totals {
  private final Map<String, Total> totals = new HashMap<>();
  private final Function<GpioPoint, Total> maker;

  Totals(Function<GpioPoint, Total> maker) {
    this.maker = maker;
  }

  Total of(GpioPoint point) {
    return totals.computeIfAbsent(point.channel(), id -> maker.apply(point));
  }

  /** Forgets the counters of other channels. */
  void retain(Collection<GpioPoint> points) {
    totals.keySet().retainAll(points.stream().map(GpioPoint::channel).toList());
  }

  /** What a counter without a value waits for, in words; empty when none does. */
  String waiting() {
    for (Map.Entry<String, Total> total : totals.entrySet()) {
      if (!total.getValue().waiting().isEmpty()) {
        return "The counter "
            + total.getKey()
            + " waits for its recorded value: "
            + total.getValue().waiting();
      }
    }
    return "";
  }
}
