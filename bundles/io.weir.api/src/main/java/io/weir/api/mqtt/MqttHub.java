package io.weir.api.mqtt;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The MQTT broker inside this gateway. Whoever joins takes what devices publish to it and decides
 * when they are told that it was taken: the hub sends a device's acknowledgement (PUBACK, PUBREC)
 * only after the receipts of all members that subscribed to the topic. Any thread.
 */
@ProviderType
public interface MqttHub {
  /**
   * Joins under a name of its own; a member of the same name is put out.
   *
   * @return the member once it is there; fails with an {@link java.io.IOException} that says why
   *     the hub cannot be joined now
   */
  CompletableFuture<Member> join(String name, MqttTaker taker);

  /** What a member may ask of the hub. Answers come from the hub's thread. Any thread. */
  @ProviderType
  interface Member extends AutoCloseable {
    /**
     * Asks for topics; what the broker keeps of them comes once more.
     *
     * @param filters topic filters and the quality of service, 0 or 1
     * @return the filters that are refused
     */
    CompletableFuture<Collection<String>> subscribe(Map<String, Integer> filters);

    /** Takes subscriptions back. */
    CompletableFuture<Void> unsubscribe(Collection<String> filters);

    /** Publishes at quality of service 1; done when the broker has it. */
    CompletableFuture<Void> publish(String topic, byte[] payload, boolean retained);

    /** Leaves. What was taken and not yet recorded is not acknowledged. */
    @Override
    void close();
  }
}
