package io.weir.driver.gpio.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which lines cannot be used, and why. Bus thread. */
final class GpioStatus {
  private final StatusBoard.Part part;
  private final Map<GpioPoint, String> failures = new LinkedHashMap<>();
  private volatile int failing;

  GpioStatus(StatusBoard.Part part) {
    this.part = part;
    part.gauge("failing", () -> failing);
  }

  void works(GpioPoint point) {
    failures.remove(point);
  }

  void fails(GpioPoint point, LineException why) {
    failures.put(point, why.getMessage() + " (" + point.channel() + ")");
  }

  void retain(Collection<GpioPoint> points) {
    failures.keySet().retainAll(points);
  }

  /** Says how it is. */
  void report(String waiting) {
    failing = failures.size();
    if (!failures.isEmpty()) {
      String more = failures.size() > 1 ? ", and " + (failures.size() - 1) + " more" : "";
      part.status(State.DEGRADED, "device", failures.values().iterator().next() + more);
    } else if (!waiting.isEmpty()) {
      part.status(State.DEGRADED, "store", waiting);
    } else {
      part.ok();
    }
  }

  void close() {
    part.close();
  }
}
