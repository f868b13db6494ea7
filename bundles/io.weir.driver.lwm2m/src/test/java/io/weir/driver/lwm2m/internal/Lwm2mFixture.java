package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.PushBench;
import io.weir.testing.WrittenConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server on free ports of the loopback, with keys. */
final class Lwm2mFixture {
  static final String KEY = "a key of sixteen";

  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final int port = Fixtures.freePort();
  final int plainPort = Fixtures.freePort();
  final Lwm2mDriver driver;

  Lwm2mFixture(Map<String, Object> more) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "address",
                "127.0.0.1",
                "port",
                port,
                "plain.port",
                plainPort,
                "psk",
                new String[] {"sensor-7=secret:seven", "sensor-8=secret:eight"}));
    settings.putAll(more);
    driver =
        new Lwm2mDriver(
            clock,
            board,
            WrittenConfig.of(Lwm2mConfig.class, settings),
            Fixtures.settings(settings),
            (field, reference) ->
                (reference.equals("secret:seven") ? KEY : "another one of 16")
                    .getBytes(StandardCharsets.UTF_8));
  }

  Client.Settings plain() {
    return new Client.Settings("coap://127.0.0.1:" + plainPort);
  }

  Client.Settings secured() {
    return new Client.Settings("coaps://127.0.0.1:" + port);
  }

  @Nullable Announced announced(String endpoint) {
    List<Announced> all = driver.announced();
    return all == null
        ? null
        : all.stream().filter(each -> each.name().equals(endpoint)).findFirst().orElse(null);
  }

  Presence presence(String endpoint) {
    Announced device = announced(endpoint);
    return device == null ? Presence.UNKNOWN : device.presence();
  }

  Map<String, String> facts(String endpoint) {
    Announced device = announced(endpoint);
    return device == null ? Map.of() : device.metadata();
  }

  /** Waits until a device has registered and told what it has. */
  Announced known(String endpoint) throws Exception {
    PushBench.until(
        endpoint + " to be known",
        () -> {
          Announced device = announced(endpoint);
          return device != null && !device.channels().isEmpty();
        });
    Announced device = announced(endpoint);
    if (device == null) {
      throw new AssertionError(endpoint + " is gone");
    }
    return device;
  }

  long count(String counter) {
    return board.get("lwm2m/test").counters().getOrDefault(counter, 0L);
  }
}
