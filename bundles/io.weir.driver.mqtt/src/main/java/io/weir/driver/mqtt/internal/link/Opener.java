package io.weir.driver.mqtt.internal.link;

import io.weir.api.driver.ConnectionException;
import io.weir.api.model.ConfigException;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.runtime.GatewayClock;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Makes links to one broker. */
@FunctionalInterface
public interface Opener {
  /**
   * Connects and waits for the broker's word.
   *
   * @param wake runs when {@link Link#poll} has something to give or the connection is lost; from
   *     any thread, cheap
   * @param dropped counts messages for which there was no room
   */
  Link open(GatewayClock clock, Runnable wake, LongAdder dropped) throws ConnectionException;

  /**
   * What the setting {@code link} asks for.
   *
   * @param link {@code broker}: over the network; {@code hub}: the broker inside this gateway
   * @param hub that broker; null if it does not run
   * @throws ConfigException naming {@code link}
   */
  static Opener of(String link, Server server, Login login, Limits limits, @Nullable MqttHub hub) {
    return switch (link) {
      case "broker" ->
          (clock, wake, dropped) -> BrokerLink.open(server, login, limits, clock, wake, dropped);
      case "hub" ->
          (clock, wake, dropped) -> {
            if (hub == null) {
              throw new ConnectionException(
                  "this gateway has no hub; configure io.weir.broker, or set link to broker", null);
            }
            return HubLink.open(hub, login.clientId(), limits, clock, wake, dropped);
          };
      default -> throw new ConfigException("link", link, "use broker or hub");
    };
  }
}
