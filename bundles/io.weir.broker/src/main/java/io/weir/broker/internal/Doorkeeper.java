package io.weir.broker.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides who may connect: so many in all, so many of one address, and of one address only so many
 * a second, so that a flood of one takes nothing from the others. Confined to the front's thread.
 */
final class Doorkeeper {
  private static final int KNOWN_ADDRESSES = 1024;
  private static final double CONNECTS_A_SECOND = 20;

  private final BrokerSettings.Limits limits;
  private final Map<InetAddress, Integer> open = new HashMap<>();
  private final Map<InetAddress, TokenBucket> connects =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, TokenBucket> eldest) {
          return size() > KNOWN_ADDRESSES;
        }
      };
  private int all;

  Doorkeeper(BrokerSettings.Limits limits) {
    this.limits = limits;
  }

  /** Whether one more may come in; if so it must {@link #leave} later. */
  boolean enter(InetAddress address, long now) {
    TokenBucket bucket =
        connects.computeIfAbsent(
            address, key -> new TokenBucket(CONNECTS_A_SECOND, limits.perAddress(), now));
    int here = open.getOrDefault(address, 0);
    if (all >= limits.connections() || here >= limits.perAddress() || !bucket.take(now)) {
      return false;
    }
    all++;
    open.put(address, here + 1);
    return true;
  }

  void leave(InetAddress address) {
    all--;
    open.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
