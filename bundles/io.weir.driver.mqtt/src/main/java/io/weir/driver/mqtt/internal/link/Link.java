package io.weir.driver.mqtt.internal.link;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, made once and never again; it is the bus that reconnects, with a
 * fresh link. Used by the bus thread.
 */
public interface Link extends AutoCloseable {
  /**
   * Subscribes, and waits for the broker's word.
   *
   * @param filters topic filters and the quality of service wanted, 0 or 1
   * @throws RejectedException if the broker refuses one of them
   */
  void subscribe(Map<String, Integer> filters) throws DriverException;

  /** Takes subscriptions back, and waits for the broker's word. */
  void unsubscribe(Collection<String> filters) throws ConnectionException;

  /**
   * Publishes, and waits until the broker has it.
   *
   * @param qos 0 or 1
   * @throws NoResponseException if the broker did not acknowledge it in time
   * @throws RejectedException if the broker refuses it
   */
  void publish(String topic, byte[] payload, int qos, boolean retained, int timeoutMillis)
      throws DriverException;

  /**
   * The oldest message that has come, or null.
   *
   * @throws ConnectionException if there is none, and the connection is lost
   */
  @Nullable Incoming poll() throws ConnectionException;

  /** The same, after waiting for so long at most. */
  @Nullable Incoming poll(int millis) throws ConnectionException;

  /** Topics that lost messages since the last call. */
  Losses takeLosses();

  /**
   * Whether the connection holds.
   *
   * @throws ConnectionException with the reason, if it is lost
   */
  void check() throws ConnectionException;

  /** Ends the connection. */
  @Override
  void close();
}
