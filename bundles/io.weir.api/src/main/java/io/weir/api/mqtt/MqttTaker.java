package io.weir.api.mqtt;

import io.weir.api.model.Batch;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes what is published to the hub. Called by the hub's one thread; never blocks. */
@ConsumerType
public interface MqttTaker {
  /**
   * A message.
   *
   * @param topic where it was published
   * @param payload its bytes; not to be changed
   * @param isRetained whether the broker had kept it from before the subscription
   * @param receipt to be told once what became of it; null if its sender asks for no
   *     acknowledgement
   */
  record Message(
      String topic, byte[] payload, boolean isRetained, Batch.@Nullable Receipt receipt) {}

  /** Whether there is room for a message of so many bytes; until then its sender waits. */
  boolean hasRoom(int bytes);

  /** Takes a message; one without a receipt may be dropped for want of room. */
  void take(Message message);

  /** The hub ends the membership. */
  void left(String reason);
}
