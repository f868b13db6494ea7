package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The devices that discovery has made known, with their presence. Confined to the bus thread but
 * for {@link #announced}.
 */
final class Announcer {
  private static final JsonMapper JSON = new JsonMapper();

  /** What tells whether a device can be reached: several, when its channels differ in that. */
  private record Watched(List<Availability> all, Availability.Mode mode) {}

  private final String prefix;
  private final Watches watches;
  private final DiscoveryBook book = new DiscoveryBook();
  private final Map<String, Announced> devices = new LinkedHashMap<>();
  private final Map<String, Set<Watched>> watched = new LinkedHashMap<>();
  private volatile @Nullable List<Announced> announced;
  private volatile long unsupported;
  private boolean isNews;
  private boolean isWatchDue;

  /**
   * @param prefix of discovery topics; empty for none
   */
  Announcer(String prefix, Watches watches) {
    this.prefix = prefix;
    this.watches = watches;
  }

  String prefix() {
    return prefix;
  }

  /** What to subscribe to. */
  List<String> filters() {
    return prefix.isEmpty() ? List.of() : List.of(prefix + "/+/+/config", prefix + "/+/+/+/config");
  }

  boolean isConfig(String topic) {
    return !prefix.isEmpty()
        && topic.startsWith(prefix + "/")
        && DiscoveryMessage.isConfig(topic.substring(prefix.length() + 1));
  }

  /** Devices known now. Any thread. */
  @Nullable List<Announced> announced() {
    return announced;
  }

  /** Channels that are not understood. Any thread. */
  long unsupported() {
    return unsupported;
  }

  /**
   * Takes a message of discovery.
   *
   * @throws NoValueException if it cannot be read or there is no room for what it announces
   */
  void take(String topic, Payload payload) throws NoValueException {
    List<Entity> entities =
        DiscoveryMessage.entities(topic.substring(prefix.length() + 1), payload);
    if (entities == null) {
      return;
    }
    try {
      book.put(topic, entities).forEach(this::renew);
    } finally {
      unsupported = book.unsupported();
    }
  }

  private void renew(String device) {
    Announced now = book.announced(device);
    isNews = true;
    isWatchDue = true;
    if (now.channels().isEmpty() && !book.has(device)) {
      devices.remove(device);
      watched.remove(device);
      return;
    }
    watched.put(device, watched(now));
    devices.put(device, now);
  }

  private static Set<Watched> watched(Announced device) {
    Set<Watched> all = new HashSet<>();
    for (String channel : device.channels()) {
      MqttPoint point = point(channel);
      if (point != null) {
        all.add(new Watched(point.availability(), point.mode()));
      }
    }
    return all;
  }

  /** The point of an announced channel; null for one that its document will be refused for. */
  private static @Nullable MqttPoint point(String channel) {
    try {
      Map<String, Object> document = JSON.readValue(channel, new TypeReference<>() {});
      Map<String, Object> address =
          JSON.convertValue(document.get("address"), new TypeReference<Map<String, Object>>() {});
      String type = String.valueOf(document.getOrDefault("type", "double"));
      String access = String.valueOf(document.getOrDefault("access", "r"));
      return Addresses.parse(
          new Channel(
              new ChannelInfo(-1, "device/channel", ValueType.valueOf(upper(type)), ""),
              "",
              Access.valueOf(upper(access)),
              null,
              address,
              Conditioning.NONE,
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY));
    } catch (ConfigException | JsonProcessingException e) {
      return null;
    }
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** What must be watched to know which devices can be reached. */
  Set<Availability> availability() {
    Set<Availability> all = new HashSet<>();
    watched.values().forEach(set -> set.forEach(each -> all.addAll(each.all())));
    return all;
  }

  /** Whether other topics are to be watched than before; once. */
  boolean takeWatchDue() {
    boolean due = isWatchDue;
    isWatchDue = false;
    return due;
  }

  /** Whether there is something to publish. */
  boolean isNews() {
    return isNews;
  }

  /** Some device may have come or gone. */
  void presenceChanged() {
    isNews = true;
  }

  /**
   * Publishes what is known now.
   *
   * @return whether anything is different
   */
  boolean publish() {
    if (!isNews || (announced == null && devices.isEmpty())) {
      return false;
    }
    isNews = false;
    List<Announced> now = new ArrayList<>();
    devices.forEach((key, device) -> now.add(with(device, presence(key))));
    if (now.equals(announced)) {
      return false;
    }
    announced = List.copyOf(now);
    return true;
  }

  private static Announced with(Announced device, Presence presence) {
    return new Announced(
        device.address(),
        device.name(),
        device.model(),
        device.metadata(),
        device.channels(),
        presence);
  }

  private Presence presence(String device) {
    boolean isOffline = false;
    for (Watched each : watched.getOrDefault(device, Set.of())) {
      Presence presence = watches.presence(each.all(), each.mode());
      if (presence == Presence.ONLINE) {
        return presence;
      }
      isOffline |= presence == Presence.OFFLINE;
    }
    return isOffline ? Presence.OFFLINE : Presence.UNKNOWN;
  }
}
