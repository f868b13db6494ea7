package io.weir.driver.gpio.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import java.util.Map;

/** As far as lines are numbers: an output is the writable one, and its values are 0 and 1. */
class GpioDriverContractTest extends DriverContract {
  @Override
  protected Driver reachable() {
    return new Bench().driver;
  }

  @Override
  protected Driver unreachable() {
    Bench bench = new Bench();
    bench.chip.gone("There is no GPIO chip");
    return bench.driver;
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("mode", "output", "line", 27);
  }

  @Override
  protected long[] writableValues() {
    return new long[] {1, 0};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("mode", "output", "line", 22);
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("mode", "output", "line", 54);
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("mode", "output"), "line",
        Map.of("mode", "relay", "line", 1), "mode",
        Map.of("mode", "output", "line", 1.5), "line",
        Map.of("mode", "output", "line", 1, "pull", "high"), "pull",
        Map.of("mode", "output", "line", 1, "debounce", "5ms"), "debounce",
        Map.of("mode", "output", "line", 1, "safe", 2), "safe",
        Map.of("mode", "pwm", "pwm", 0), "frequency",
        Map.of("mode", "pwm", "pwm", 0, "frequency", 50, "safe", 101), "safe",
        Map.of("line", 1), "access");
  }
}
