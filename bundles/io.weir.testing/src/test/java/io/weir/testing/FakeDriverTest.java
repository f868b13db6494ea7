package io.weir.testing;

import io.weir.api.driver.Driver;
import io.weir.api.driver.RejectedException;
import java.util.Map;

class FakeDriverTest extends DriverContract {
  @Override
  protected Driver reachable() {
    FakeDriver driver = new FakeDriver();
    driver.reject("a", 99, new RejectedException("illegal address", 2, true));
    return driver;
  }

  @Override
  protected Driver unreachable() {
    FakeDriver driver = new FakeDriver();
    driver.breakWith("connection refused");
    return driver;
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("area", "a", "start", 3);
  }

  @Override
  protected long[] writableValues() {
    return new long[] {5, -7};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("area", "a", "start", 5);
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("area", "a", "start", 99);
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("start", 1),
        "area",
        Map.of("area", "a"),
        "start",
        Map.of("area", "a", "start", -1),
        "start");
  }
}
