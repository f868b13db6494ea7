package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import io.weir.driver.mqtt.internal.link.Incoming;
import io.weir.driver.mqtt.internal.mapping.NoValueException.Kind;
import io.weir.driver.mqtt.internal.mapping.Source.Retained;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of messages. A message that gives a channel no value takes its old one away, says why
 * in the status, and is nothing to any other channel. Confined to the bus thread.
 */
final class Feeds {
  private static final int MAX_SAMPLES = 1_000;
  private static final byte OFFLINE = Quality.bad(Reason.COMM);
  private static final byte OLD = Quality.uncertain(Reason.STALE);

  private final GatewayClock clock;
  private final Watches watches;
  private final MappingStatus status;
  private final Map<MqttPoint, Known> points = new HashMap<>();
  private final Map<String, List<Known>> byTopic = new HashMap<>();
  private int connection;

  Feeds(GatewayClock clock, Watches watches, MappingStatus status) {
    this.clock = clock;
    this.watches = watches;
    this.status = status;
  }

  /** A connection is made: what was known before may have changed meanwhile. */
  void connected() {
    connection++;
    points.values().forEach(known -> known.told = Quality.GOOD);
  }

  long now() {
    return clock.micros();
  }

  int connection() {
    return connection;
  }

  /** The points that are listened to, and no others. */
  void listen(Map<MqttPoint, Integer> wanted) {
    points.keySet().retainAll(wanted.keySet());
    wanted.forEach((point, channel) -> known(point).listen(channel));
    byTopic.clear();
    points.values().forEach(this::index);
  }

  /** What is known of a point; nothing, when it was not asked for before. */
  Known known(MqttPoint point) {
    Known known = points.get(point);
    if (known == null) {
      known = new Known(point);
      points.put(point, known);
      index(known);
    }
    return known;
  }

  private void index(Known known) {
    Source source = known.point.source();
    if (source != null) {
      List<Known> list = byTopic.computeIfAbsent(source.topic(), key -> new ArrayList<>());
      if (!list.contains(known)) {
        list.add(known);
      }
    }
  }

  boolean isWanted(String topic) {
    return byTopic.containsKey(topic);
  }

  Set<String> topics() {
    return byTopic.keySet();
  }

  Collection<Known> all() {
    return points.values();
  }

  /** Adds the rows that a message makes. */
  void take(Incoming message, Payload payload, Batch into) {
    for (Known known : byTopic.getOrDefault(message.topic(), List.of())) {
      Source source = known.point.source();
      if (source != null && !isOld(message, known, source)) {
        take(known, source, message, payload, into);
      }
    }
  }

  /** Whether the broker only repeats itself, because somebody else subscribed to the topic too. */
  private boolean isOld(Incoming message, Known known, Source source) {
    boolean isHeard =
        known.connection == connection && (known.value != null || known.trouble != null);
    return message.isRetained() && (source.retained() == Retained.IGNORE || isHeard);
  }

  private void take(Known known, Source source, Incoming message, Payload payload, Batch into) {
    try {
      if (source.samples() == null) {
        one(known, source, message, payload, into);
        return;
      }
      JsonNode list = source.samples().in(payload.json());
      if (!list.isArray()) {
        throw list.isMissingNode()
            ? NoValueException.missing("nothing at " + source.samples())
            : NoValueException.wrong("no list at " + source.samples());
      }
      if (list.size() > MAX_SAMPLES) {
        throw NoValueException.wrong(
            "a list of " + list.size() + " samples, more than " + MAX_SAMPLES);
      }
      for (JsonNode each : list) {
        one(known, source, message, new Source.Element(each), into);
      }
    } catch (NoValueException e) {
      none(known, source, message, e, into);
    }
  }

  private void one(Known known, Source source, Incoming message, Template.Scope scope, Batch into) {
    try {
      Value value = Value.of(source.extract().from(scope), known.point.rawType(), source.words());
      byte quality =
          message.isRetained() && source.retained() == Retained.UNCERTAIN ? OLD : Quality.GOOD;
      long micros = message.micros();
      if (source.time() != null) {
        micros = time(source, source.time(), scope, message.micros());
        if (micros < 0) {
          micros = message.micros();
          quality = Quality.uncertain(Reason.CLOCK);
        }
      }
      known.take(value, quality, message.micros(), connection);
      status.values.increment();
      status.works(known.point.channel());
      add(known, value, shown(known, message.isRetained()), micros, into);
    } catch (NoValueException e) {
      none(known, source, message, e, into);
    }
  }

  private long time(Source source, Place place, Template.Scope scope, long now)
      throws NoValueException {
    JsonNode node = place.in(scope.json());
    if (node.isMissingNode()) {
      throw NoValueException.missing("no time at " + place);
    }
    return SampleTime.monotonic(SampleTime.epochMicros(node, source.zone()), now, clock);
  }

  /** What a value that has just come is worth while its device is said to be away. */
  private byte shown(Known known, boolean isRetained) {
    if (presence(known.point) != Presence.OFFLINE) {
      return known.quality;
    }
    return isRetained ? OFFLINE : Quality.uncertain(Reason.COMM);
  }

  private void none(
      Known known, Source source, Incoming message, NoValueException why, Batch into) {
    if (why.kind() == Kind.MISSING) {
      status.missing.increment();
      if (source.isPartial()) {
        return;
      }
    } else {
      status.malformed.increment();
    }
    known.take(why, connection);
    status.fails(known.point.channel(), why.getMessage() + " in " + message.topic());
    bad(known, quality(why), message.micros(), into);
  }

  /** The quality of a channel whose message gave no value. */
  static byte quality(NoValueException why) {
    return Quality.bad(why.kind() == Kind.RANGE ? Reason.RANGE : Reason.DEVICE);
  }

  private static void add(Known known, Value value, byte quality, long micros, Batch into) {
    if (Quality.isBad(quality)) {
      bad(known, quality, micros, into);
    } else if (known.channel >= 0) {
      known.told = quality;
      if (known.point.rawType().isNumeric()) {
        into.add(known.channel, micros, value.bits(), quality);
      } else {
        into.addObject(known.channel, micros, value.object(), quality);
      }
    }
  }

  /** A row without a value, if that is news. */
  private static void bad(Known known, byte quality, long micros, Batch into) {
    if (known.channel >= 0 && known.told != quality) {
      known.told = quality;
      into.add(known.channel, micros, 0, quality);
    }
  }

  /** Whether the device of a point can be reached, as far as it is said. */
  Presence presence(MqttPoint point) {
    return watches.presence(point.availability(), point.mode());
  }

  /** Tells the channels that are watched by a topic which has said something new. */
  void presenceChanged(String topic, long micros, Batch into) {
    for (Known known : points.values()) {
      if (known.point.availability().stream().anyMatch(each -> each.topic().equals(topic))) {
        boolean isOffline = presence(known.point) == Presence.OFFLINE;
        Value value = known.value;
        if (isOffline) {
          bad(known, OFFLINE, micros, into);
        } else if (known.told == OFFLINE && value != null) {
          add(known, value, OLD, micros, into);
        }
      }
    }
  }

  /** A topic lost messages for want of room: what its channels have may be old. */
  void lost(String topic, long micros, Batch into) {
    for (Known known : byTopic.getOrDefault(topic, List.of())) {
      known.take(NoValueException.wrong("messages lost for want of room"), connection);
      status.fails(known.point.channel(), "messages lost for want of room in " + topic);
      bad(known, Quality.bad(Reason.DEVICE), micros, into);
    }
  }

  /** The quality that a point's last value has now; null when it has none that counts. */
  @Nullable Byte current(Known known, long now) {
    Source source = known.point.source();
    if (source == null || known.value == null) {
      return null;
    }
    if (source.expireMicros() > 0 && now - known.micros > source.expireMicros()) {
      return null;
    }
    return known.connection == connection || known.quality != Quality.GOOD ? known.quality : OLD;
  }
}
