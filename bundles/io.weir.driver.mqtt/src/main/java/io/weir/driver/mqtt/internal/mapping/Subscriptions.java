package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import io.weir.driver.mqtt.internal.link.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which topics the broker is asked for on one connection. Confined to the bus thread. */
final class Subscriptions {
  /** Few at a time, so that what the broker kept of them has room. */
  private static final int AT_ONCE = 50;

  private static final int MAX_STRAYS = 1_000;

  /** Does what is to be done between two requests. */
  @FunctionalInterface
  interface Between {
    void run() throws DriverException;
  }

  private final Link link;
  private final Map<String, Integer> made = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  private final Set<String> strays = new HashSet<>();
  private final List<String> newStrays = new ArrayList<>();

  Subscriptions(Link link) {
    this.link = link;
  }

  /** Why the broker refuses a topic; null when it does not. */
  @Nullable String refusal(String topic) {
    return refused.get(topic);
  }

  boolean has(String topic) {
    return made.containsKey(topic) || refused.containsKey(topic);
  }

  /**
   * Has these and no others.
   *
   * @param again those that are asked for even when they are there: the broker tells again what it
   *     has kept
   */
  void set(Map<String, Integer> wanted, Set<String> again, Between between) throws DriverException {
    List<String> gone = made.keySet().stream().filter(topic -> !wanted.containsKey(topic)).toList();
    for (int i = 0; i < gone.size(); i += AT_ONCE) {
      link.unsubscribe(gone.subList(i, Math.min(i + AT_ONCE, gone.size())));
      between.run();
    }
    gone.forEach(made::remove);
    refused.clear();
    Map<String, Integer> some = new HashMap<>();
    for (Map.Entry<String, Integer> each : wanted.entrySet()) {
      boolean isThere = each.getValue().equals(made.get(each.getKey()));
      if (!isThere || again.contains(each.getKey())) {
        some.put(each.getKey(), each.getValue());
        if (some.size() == AT_ONCE) {
          add(some);
          between.run();
          some.clear();
        }
      }
    }
    add(some);
    between.run();
  }

  /** One more. */
  void add(String topic, int qos) throws DriverException {
    add(Map.of(topic, qos));
  }

  private void add(Map<String, Integer> some) throws DriverException {
    try {
      link.subscribe(some);
      made.putAll(some);
    } catch (RejectedException e) {
      // One of them; which one shows when each is asked for by itself.
      for (Map.Entry<String, Integer> each : some.entrySet()) {
        try {
          link.subscribe(Map.of(each.getKey(), each.getValue()));
          made.put(each.getKey(), each.getValue());
        } catch (RejectedException one) {
          refused.put(each.getKey(), String.valueOf(one.getMessage()));
        }
      }
    }
  }

  /** A message came that nobody asked for: the broker kept a subscription of earlier days. */
  void stray(String topic) {
    if (!made.containsKey(topic) && strays.size() < MAX_STRAYS && strays.add(topic)) {
      newStrays.add(topic);
    }
  }

  /** Takes back what nobody asks for any more. */
  void dropStrays() throws DriverException {
    if (!newStrays.isEmpty()) {
      List<String> gone = List.copyOf(newStrays);
      newStrays.clear();
      link.unsubscribe(gone);
    }
  }
}
