package io.weir.broker.internal;

import io.weir.api.mqtt.MqttTaker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members inside the gateway that take what devices publish, and which topics must have one.
 * Confined to the front's thread.
 */
final class Takers {
  private final List<String> recorded;
  private final Map<String, Member> members = new LinkedHashMap<>();

  /**
   * @param recorded filters of topics that are acknowledged only if somebody records them
   */
  Takers(List<String> recorded) {
    this.recorded = recorded;
  }

  /** Adds a member and puts out the one that had its name. */
  void add(String name, Member member) {
    Member before = members.put(name, member);
    if (before != null) {
      before.leave("another took its name");
    }
  }

  void remove(String name, Member member) {
    members.remove(name, member);
  }

  int size() {
    return members.size();
  }

  /** Who subscribed to a topic. */
  List<MqttTaker> of(String topic) {
    List<MqttTaker> found = List.of();
    for (Member member : members.values()) {
      if (member.wants(topic)) {
        if (found.isEmpty()) {
          found = new ArrayList<>(2);
        }
        found.add(member.taker());
      }
    }
    return found;
  }

  /** Whether a message may be acknowledged only if somebody records it. */
  boolean mustBeRecorded(String topic) {
    return recorded.stream().anyMatch(filter -> TopicFilter.covers(filter, topic));
  }

  /** Hands over a message whose sender asks for no acknowledgement. */
  void tell(String topic, byte[] payload) {
    for (MqttTaker taker : of(topic)) {
      taker.take(new MqttTaker.Message(topic, payload, false, null));
    }
  }
}
