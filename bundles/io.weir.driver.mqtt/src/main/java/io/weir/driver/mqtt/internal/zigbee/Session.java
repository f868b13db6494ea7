package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import io.weir.driver.mqtt.internal.link.Incoming;
import io.weir.driver.mqtt.internal.link.Link;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One connection to a bridge that runs. Bus thread. */
final class Session implements AutoCloseable {
  /** What has to be known before anything else makes sense. */
  private static final List<String> FIRST =
      List.of("bridge/state", "bridge/info", "bridge/groups", "bridge/devices");

  private static final int QOS = 1;

  private final Link link;
  private final String base;
  private final Messages messages;
  private final BridgeState bridge;

  private Session(Link link, String base, Messages messages, BridgeState bridge) {
    this.link = link;
    this.base = base;
    this.messages = messages;
    this.bridge = bridge;
  }

  /**
   * Subscribes, and waits until the bridge has said that it runs and which devices it has.
   *
   * @param link is closed if this fails
   */
  static Session begin(Link link, String base, Messages messages, BridgeState bridge, int millis)
      throws ConnectionException {
    Session session = new Session(link, base, messages, bridge);
    try {
      session.begin(millis);
      return session;
    } catch (ConnectionException e) {
      session.close();
      throw e;
    }
  }

  private void begin(int millis) throws ConnectionException {
    messages.forget();
    bridge.forget();
    List<String> first = FIRST.stream().map(each -> base + "/" + each).toList();
    Map<String, Integer> filters = new LinkedHashMap<>();
    first.forEach(each -> filters.put(each, QOS));
    subscribe(filters);
    if (!await(millis, () -> isOnline() && messages.isListed())) {
      throw new ConnectionException(whyNot(millis), null);
    }
    // Only now it is known whose the other messages are.
    subscribeAll();
    link.unsubscribe(first);
  }

  private boolean isOnline() {
    return Boolean.TRUE.equals(bridge.online());
  }

  private String whyNot(int millis) {
    if (bridge.online() == null) {
      return "no zigbee2mqtt has told its state at "
          + base
          + "/bridge/state of this broker within "
          + millis
          + " ms; check base.topic";
    }
    return isOnline()
        ? "the list "
            + base
            + "/bridge/devices has not come or cannot be read; it may be larger than"
            + " max.message.kb"
        : "zigbee2mqtt says that it is offline";
  }

  /** Subscribes to everything; the broker then sends again what it keeps. */
  void subscribeAll() throws ConnectionException {
    subscribe(Map.of(base + "/#", QOS));
  }

  private void subscribe(Map<String, Integer> filters) throws ConnectionException {
    try {
      link.subscribe(filters);
    } catch (RejectedException e) {
      throw new ConnectionException(String.valueOf(e.getMessage()), e);
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      throw new ConnectionException(String.valueOf(e.getMessage()), e);
    }
  }

  Link link() {
    return link;
  }

  /**
   * The next message that has come, or null.
   *
   * @throws ConnectionException if the connection is gone, or the bridge
   */
  @Nullable Incoming poll() throws ConnectionException {
    Incoming message = link.poll();
    if (message == null) {
      check();
    }
    return message;
  }

  /**
   * Whether the bridge is there.
   *
   * @throws ConnectionException if it is not
   */
  void check() throws ConnectionException {
    link.check();
    if (!isOnline()) {
      throw new ConnectionException("zigbee2mqtt says that it is offline", null);
    }
  }

  /** Publishes below the base topic. */
  void publish(String topic, String payload, int millis) throws DriverException {
    link.publish(base + "/" + topic, payload.getBytes(StandardCharsets.UTF_8), QOS, false, millis);
  }

  /** Handles what comes until something is so, or for so long; returns whether it is. */
  boolean await(int millis, BooleanSupplier isSo) throws ConnectionException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!isSo.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      Incoming message = link.poll((int) left);
      if (message != null) {
        messages.handle(message);
      }
    }
    return true;
  }

  @Override
  public void close() {
    link.close();
  }
}
