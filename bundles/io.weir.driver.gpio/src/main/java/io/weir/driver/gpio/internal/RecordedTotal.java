package io.weir.driver.gpio.internal;

import io.weir.api.model.Sample;
import io.weir.api.store.Aggregate;
import io.weir.api.store.History;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The last value of a counter that the history holds. Pure. */
final class RecordedTotal {
  /** How far back a value is looked for behind samples that have none: an hour to ten years. */
  private static final long[] WINDOWS = {
    3_600_000_000L, 86_400_000_000L, 2_678_400_000_000L, 31_536_000_000_000L, 315_360_000_000_000L
  };

  private RecordedTotal() {}

  /** The last recorded value in edges, 0 if there is none. */
  static long of(History history, GpioPoint point) throws IOException {
    Optional<Sample> last = history.last(point.channel());
    if (last.isEmpty()) {
      return 0;
    }
    Sample sample = last.get();
    if (sample.value() instanceof Long exact && point.scale() == 1 && point.offset() == 0) {
      return exact;
    }
    if (sample.value() instanceof Number number) {
      return edges(point, number.doubleValue());
    }
    for (long window : WINDOWS) {
      List<Aggregate> steps =
          history.aggregate(point.channel(), sample.time() - window, sample.time() + 1, window);
      for (int i = steps.size() - 1; i >= 0; i--) {
        if (steps.get(i).count() > 0) {
          return edges(point, steps.get(i).last());
        }
      }
    }
    return 0;
  }

  private static long edges(GpioPoint point, double value) {
    return Math.round((value - point.offset()) / point.scale());
  }
}
