package io.weir.driver.lwm2m.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.testing.AnnouncingContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Registrations by hand, for there are thousands; nothing answers what the server asks then. */
class Lwm2mAnnouncingTest extends AnnouncingContract {
  private final Lwm2mFixture server =
      new Lwm2mFixture(Map.of("max.devices", 2_000, "timeout.ms", 200));

  @Override
  protected AnnouncingDriver silent() {
    return server.driver;
  }

  @Override
  protected void appear(List<String> names) {
    try (Coap site = new Coap(server.plainPort)) {
      List<AnnouncingDriver.Announced> before = server.driver.announced();
      int known = before == null ? 0 : before.size();
      for (String name : names) {
        String code = site.register(name, "</3303/0>", "lt=3600", "lwm2m=1.0").code();
        assertThat(code).isEqualTo(known++ < 2_000 ? "2.01" : "4.00");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean rename(String from, String to) {
    return false;
  }

  @Override
  protected boolean remove(String name) {
    return false;
  }
}
