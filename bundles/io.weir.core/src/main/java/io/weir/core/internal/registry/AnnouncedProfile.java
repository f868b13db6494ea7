package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import io.weir.core.internal.announce.AnnouncedEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the profile {@code announced} of what a device has told of itself. Pure functions. */
final class AnnouncedProfile {
  /** What a document names as its profile to take the channels that its device announces. */
  static final String ID = "announced";

  /** Such devices speak by themselves; asking them is for what was missed. */
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedProfile.class);
  private static final int MOST_CHANNELS = 1_000;

  /** Every device has its own. */
  private static final ObjectNode NO_ADDRESS = JsonNodeFactory.instance.objectNode();

  private AnnouncedProfile() {}

  /** The profile of a device that has, or has not yet, made itself known. */
  static ProfileDocument of(@Nullable AnnouncedEntry entry) {
    if (entry == null) {
      return new ProfileDocument(ID, "", "", PERIOD, Map.of(), NO_ADDRESS, nodes(List.of()));
    }
    Map<String, String> metadata = new HashMap<>(entry.metadata());
    if (!entry.model().isEmpty()) {
      metadata.put("model", entry.model());
    }
    return new ProfileDocument(
        ID, entry.name(), "", PERIOD, Map.copyOf(metadata), NO_ADDRESS, nodes(entry.channels()));
  }

  private static ChannelNodes nodes(List<String> channels) {
    String document = "{\"channels\":[" + String.join(",", channels) + "]}";
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return new ChannelNodes(bytes, DocumentParser.channelNodes(bytes));
  }

  /** Those of the channels that a document could have; what is wrong with the others is logged. */
  static List<String> usable(List<String> channels) {
    List<String> usable = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String channel : channels) {
      try {
        JsonNode node = DocumentParser.json(channel.getBytes(StandardCharsets.UTF_8));
        ChannelSpec spec = ChannelParser.parse(node, "");
        if (node instanceof ObjectNode && usable.size() < MOST_CHANNELS && ids.add(spec.id())) {
          usable.add(node.toString());
        } else {
          LOG.warn("A channel that is announced twice, or one too many, is left out: {}", channel);
        }
      } catch (ConfigException e) {
        LOG.warn("An announced channel cannot be used ({}): {}", e.getMessage(), channel);
      }
    }
    return List.copyOf(usable);
  }
}
