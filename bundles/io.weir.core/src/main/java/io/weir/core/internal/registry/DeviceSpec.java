package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device with its profile's channels and its own merged. */
record DeviceSpec(
    String id,
    String name,
    @Nullable String profile,
    String connection,
    boolean enabled,
    Map<String, String> metadata,
    List<ChannelSpec> channels) {

  private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

  /**
   * Merges: a device's channel overrides single fields of the profile's channel of the same id, and
   * single keys of its address; the device's address stands under both, the profile's under it.
   *
   * @param ofProfile the profile's channels
   * @throws ConfigException naming the JSON pointer, for what only shows in the whole
   */
  static DeviceSpec merge(
      DeviceDocument device, @Nullable ProfileDocument profile, List<ObjectNode> ofProfile) {
    Map<String, String> pointers = new LinkedHashMap<>();
    Map<String, ObjectNode> merged = channels(device, profile, ofProfile, pointers);
    Duration period = device.period();
    if (period == null && profile != null) {
      period = profile.period();
    }
    ObjectNode address =
        profile == null ? device.address() : overlay(profile.address(), device.address());
    List<ChannelSpec> channels = new ArrayList<>();
    boolean isAnnounced = profile != null && profile.isAnnounced();
    Set<String> known = ofProfile.stream().map(DeviceSpec::id).collect(Collectors.toSet());
    for (Map.Entry<String, ObjectNode> entry : merged.entrySet()) {
      if (isAnnounced && !known.contains(entry.getKey()) && !entry.getValue().has("address")) {
        continue; // It says something about a channel that is not announced, or not yet.
      }
      ObjectNode whole = entry.getValue().objectNode();
      whole.setAll(entry.getValue());
      whole.set("address", overlay(address, whole.get("address")));
      String pointer = pointers.getOrDefault(entry.getKey(), "");
      channels.add(complete(ChannelParser.parse(whole, pointer), period));
    }
    return new DeviceSpec(
        device.id(),
        name(device, profile),
        device.profile(),
        device.connection(),
        device.enabled(),
        metadata(device, profile),
        List.copyOf(channels));
  }

  /** The channels of both, by id, without the addresses that stand under them. */
  private static Map<String, ObjectNode> channels(
      DeviceDocument device,
      @Nullable ProfileDocument profile,
      List<ObjectNode> ofProfile,
      Map<String, String> pointers) {
    Map<String, ObjectNode> merged = new LinkedHashMap<>();
    if (profile != null) {
      collect(ofProfile, "in profile " + profile.id() + " /channels/", merged, pointers);
    }
    collect(device.channels().take(), "/channels/", merged, pointers);
    return merged;
  }

  /** The channels of both as a device without a profile would write them. */
  static List<ObjectNode> written(DeviceDocument device, @Nullable ProfileDocument profile) {
    List<ObjectNode> ofProfile = profile == null ? List.of() : profile.channels().take();
    List<ObjectNode> channels = new ArrayList<>();
    for (ObjectNode merged : channels(device, profile, ofProfile, new LinkedHashMap<>()).values()) {
      ObjectNode whole = merged.deepCopy();
      if (profile != null && !profile.address().isEmpty()) {
        ObjectNode address = profile.address().deepCopy();
        address.remove(device.address().properties().stream().map(Map.Entry::getKey).toList());
        whole.set("address", overlay(address, whole.get("address")));
      }
      channels.add(whole);
    }
    return channels;
  }

  private static String name(DeviceDocument device, @Nullable ProfileDocument profile) {
    if (device.name() != null) {
      return device.name();
    }
    return profile != null && profile.isAnnounced() && !profile.name().isEmpty()
        ? profile.name()
        : device.id();
  }

  private static Map<String, String> metadata(
      DeviceDocument device, @Nullable ProfileDocument profile) {
    if (profile == null || profile.metadata().isEmpty()) {
      return device.metadata();
    }
    Map<String, String> both = new LinkedHashMap<>(profile.metadata());
    both.putAll(device.metadata());
    return both;
  }

  private static void collect(
      List<ObjectNode> channels,
      String pointer,
      Map<String, ObjectNode> merged,
      Map<String, String> pointers) {
    for (int i = 0; i < channels.size(); i++) {
      String id = id(channels.get(i));
      merged.merge(id, channels.get(i), DeviceSpec::overlay);
      pointers.put(id, pointer + i);
    }
  }

  private static String id(ObjectNode channel) {
    return channel.path("id").textValue();
  }

  /** The fields of both, those of {@code over} where both have one, objects field by field. */
  private static ObjectNode overlay(ObjectNode under, @Nullable JsonNode over) {
    ObjectNode result = under.deepCopy();
    if (over != null) {
      over.properties()
          .forEach(
              field ->
                  result.set(
                      field.getKey(),
                      result.get(field.getKey()) instanceof ObjectNode object
                          ? overlay(object, field.getValue())
                          : field.getValue()));
    }
    return result;
  }

  private static ChannelSpec complete(ChannelSpec channel, @Nullable Duration devicePeriod) {
    if (channel.address().isEmpty()) {
      throw new ConfigException(
          channel.pointer() + "/address", null, "say where the driver finds the value");
    }
    if (!channel.access().isWritable()
        && (channel.writeMin() > Double.NEGATIVE_INFINITY
            || channel.writeMax() < Double.POSITIVE_INFINITY)) {
      throw new ConfigException(
          channel.pointer() + "/access", "r", "use 'rw' or 'w' for a channel with write limits");
    }
    Duration period = channel.period();
    if (period == null) {
      period = devicePeriod == null ? DEFAULT_PERIOD : devicePeriod;
    }
    Duration stale = channel.conditioning().staleAfter();
    if (stale != null && stale.compareTo(period) <= 0) {
      throw new ConfigException(
          channel.pointer() + "/stale-after",
          stale.toMillis() + "ms",
          "use more than the period of " + period.toMillis() + "ms");
    }
    return new ChannelSpec(
        channel.id(),
        channel.name(),
        channel.type(),
        channel.unit(),
        channel.access(),
        period,
        channel.address(),
        channel.conditioning(),
        channel.writeMin(),
        channel.writeMax(),
        channel.values(),
        channel.pointer());
  }
}
