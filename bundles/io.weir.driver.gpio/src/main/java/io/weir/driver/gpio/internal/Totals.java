package io.weir.driver.gpio.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The counters' values, which outlive a reconnect. Bus thread. */
final class Totals {
  private final Map<GpioPoint, Total> totals = new HashMap<>();
  private final Function<GpioPoint, Total> maker;

  Totals(Function<GpioPoint, Total> maker) {
    this.maker = maker;
  }

  Total of(GpioPoint point) {
    return totals.computeIfAbsent(point, maker);
  }

  /** Forgets the counters of other points. */
  void retain(Collection<GpioPoint> points) {
    totals.keySet().retainAll(points);
  }

  /** What a counter without a value waits for, in words; empty when none does. */
  String waiting() {
    for (Map.Entry<GpioPoint, Total> total : totals.entrySet()) {
      if (!total.getValue().waiting().isEmpty()) {
        return "The counter "
            + total.getKey().channel()
            + " waits for its recorded value: "
            + total.getValue().waiting();
      }
    }
    return "";
  }
}
