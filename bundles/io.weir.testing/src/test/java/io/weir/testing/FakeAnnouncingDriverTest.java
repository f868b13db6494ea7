package io.weir.testing;

import io.weir.api.driver.AnnouncingDriver;
import java.util.List;
import java.util.Map;

class FakeAnnouncingDriverTest extends AnnouncingContract {
  private final FakeAnnouncingDriver driver = new FakeAnnouncingDriver();

  @Override
  protected AnnouncingDriver silent() {
    return driver;
  }

  @Override
  protected void appear(List<String> names) {
    driver.announce(
        names.stream()
            .map(name -> FakeAnnouncingDriver.device(name, name, "state"))
            .toArray(AnnouncingDriver.Announced[]::new));
  }

  @Override
  protected boolean rename(String from, String to) {
    driver.announce(FakeAnnouncingDriver.device(from, to, "state"));
    return true;
  }

  @Override
  protected boolean remove(String name) {
    driver.withdraw(Map.of("area", name));
    return true;
  }
}
