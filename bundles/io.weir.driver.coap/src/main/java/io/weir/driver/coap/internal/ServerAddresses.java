package io.weir.driver.coap.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import java.util.List;
import java.util.Map;

/** Channel addresses of the server's devices to points. */
final class ServerAddresses {
  private static final List<String> KEYS = List.of("device", "resource", "type", "delivery");

  /** How a written value reaches its device. */
  private enum Delivery {
    /** The device observes the resource and acknowledges. */
    OBSERVE,
    /** The device fetches it whenever it wakes up. */
    MAILBOX
  }

  private ServerAddresses() {}

  static ServerPoint parse(Channel channel) {
    Map<String, Object> address = channel.address();
    Addresses.check(address, KEYS);
    if (channel.access() == Access.W) {
      throw new ConfigException(
          "access", "w", "use 'rw'; the device may read back what was written for it");
    }
    return new ServerPoint(
        Addresses.device(address),
        Addresses.path(address, "resource"),
        Addresses.type(address),
        channel.info().unit(),
        Addresses.choice(address, "delivery", Delivery.class, Delivery.OBSERVE)
            == Delivery.MAILBOX);
  }
}
