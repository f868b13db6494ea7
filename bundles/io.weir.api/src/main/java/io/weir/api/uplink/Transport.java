package io.weir.api.uplink;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A destination that takes messages and acknowledges them. Its configuration names the {@code
 * codec} that makes their payloads.
 */
@ConsumerType
public interface Transport extends Destination {
  /**
   * Hands over one message; returns at once. Exactly one answer follows for each ticket, unless the
   * connection is lost: {@link Listener#disconnected} ends all tickets.
   */
  void publish(long ticket, Message message);
}
