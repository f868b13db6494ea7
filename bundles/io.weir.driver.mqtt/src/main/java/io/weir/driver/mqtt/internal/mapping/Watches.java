package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.AnnouncingDriver.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What availability topics have said. Confined to the bus thread. */
final class Watches {
  /** What a topic said last, and in which order. */
  private record Word(boolean isOnline, long number) {}

  private final Map<String, List<Availability>> byTopic = new HashMap<>();
  private final Map<Availability, Word> words = new HashMap<>();
  private long number;

  /** Watches these from now on, and forgets what others said. */
  void watch(Collection<Availability> wanted) {
    Set<Availability> all = new HashSet<>(wanted);
    words.keySet().retainAll(all);
    byTopic.clear();
    all.forEach(each -> byTopic.computeIfAbsent(each.topic(), key -> new ArrayList<>()).add(each));
  }

  Set<String> topics() {
    return byTopic.keySet();
  }

  boolean isWatched(String topic) {
    return byTopic.containsKey(topic);
  }

  /** Forgets what was said on a connection that is gone. */
  void forget() {
    words.clear();
  }

  /**
   * Takes a message.
   *
   * @return whether it changes anything
   * @throws NoValueException if it says neither that the device can be reached nor that it cannot
   */
  boolean take(String topic, Payload payload) throws NoValueException {
    boolean isNews = false;
    @Nullable NoValueException trouble = null;
    for (Availability each : byTopic.getOrDefault(topic, List.of())) {
      try {
        String said = each.extract().from(payload).asText().strip();
        if (said.equals(each.online()) || said.equals(each.offline())) {
          Word word = new Word(said.equals(each.online()), number++);
          Word before = words.put(each, word);
          isNews |= before == null || before.isOnline() != word.isOnline();
        } else {
          trouble =
              NoValueException.wrong(
                  "'"
                      + Payload.shortened(said)
                      + "', which is neither '"
                      + each.online()
                      + "' nor '"
                      + each.offline()
                      + "'");
        }
      } catch (NoValueException e) {
        trouble = e;
      }
    }
    if (trouble != null && !isNews) {
      throw trouble;
    }
    return isNews;
  }

  /** What these say together. */
  Presence presence(List<Availability> all, Availability.Mode mode) {
    Map<Availability, Word> said = new LinkedHashMap<>();
    for (Availability each : all) {
      Word word = words.get(each);
      if (word != null) {
        said.put(each, word);
      }
    }
    if (said.isEmpty()) {
      return Presence.UNKNOWN;
    }
    boolean isOnline =
        switch (mode) {
          case ALL -> said.values().stream().allMatch(Word::isOnline);
          case ANY -> said.values().stream().anyMatch(Word::isOnline);
          case LATEST -> latest(said.values()).isOnline();
        };
    if (isOnline && mode == Availability.Mode.ALL && said.size() < all.size()) {
      return Presence.UNKNOWN;
    }
    return isOnline ? Presence.ONLINE : Presence.OFFLINE;
  }

  private static Word latest(Collection<Word> words) {
    Word latest = words.iterator().next();
    for (Word each : words) {
      latest = each.number() > latest.number() ? each : latest;
    }
    return latest;
  }

  /** Why a point cannot be reached, in words. */
  static String why(MqttPoint point) {
    Availability first = point.availability().get(0);
    return first.topic() + " says '" + first.offline() + "'";
  }
}
