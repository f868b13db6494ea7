package io.weir.driver.mqtt.internal.link;

import java.util.Set;

/**
 * Topics of which messages were dropped for want of room.
 *
 * @param topics each lost at least one
 * @param isAny whether any other topic may have lost one too, because there were too many to note
 */
public record Losses(Set<String> topics, boolean isAny) {
  /** Nothing was lost. */
  public static final Losses NONE = new Losses(Set.of(), false);

  /** Copies the set. */
  public Losses {
    topics = Set.copyOf(topics);
  }

  /** Whether this topic may have lost a message. */
  public boolean concern(String topic) {
    return isAny || topics.contains(topic);
  }

  /** Whether nothing was lost. */
  public boolean isEmpty() {
    return !isAny && topics.isEmpty();
  }
}
