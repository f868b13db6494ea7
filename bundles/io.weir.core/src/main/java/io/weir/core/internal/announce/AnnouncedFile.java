package io.weir.core.internal.announce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.AnnouncingDriver.Presence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file of one connection's devices: {@code {"format": 1, "devices": [...]}}, each with {@code
 * address}, {@code name}, {@code model}, {@code metadata}, {@code channels}, {@code listed}, {@code
 * ignored}, {@code device} and {@code since} as {@link AnnouncedEntry} has them. Pure functions.
 */
final class AnnouncedFile {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnnouncedFile() {}

  static byte[] write(Iterable<AnnouncedEntry> entries) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode devices = root.putArray("devices");
    for (AnnouncedEntry entry : entries) {
      ObjectNode node = devices.addObject();
      node.set("address", Addresses.json(entry.address()));
      node.put("name", entry.name());
      node.put("model", entry.model());
      ObjectNode metadata = node.putObject("metadata");
      new TreeMap<>(entry.metadata()).forEach(metadata::put);
      ArrayNode channels = node.putArray("channels");
      for (String channel : entry.channels()) {
        channels.add(JSON.readTree(channel));
      }
      node.put("listed", entry.listed());
      node.put("ignored", entry.ignored());
      if (entry.device() != null) {
        node.put("device", entry.device());
      }
      node.put("since", entry.since());
    }
    return JSON.writeValueAsBytes(root);
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if it is damaged or of a later version
   */
  static List<AnnouncedEntry> read(byte[] bytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException("it is damaged: " + e.getOriginalMessage(), e);
    }
    if (root.path("format").asInt() != FORMAT || !root.path("devices").isArray()) {
      throw new IOException("it is damaged, or of a later version of the gateway");
    }
    List<AnnouncedEntry> entries = new ArrayList<>();
    for (JsonNode node : root.path("devices")) {
      Map<String, Object> address = Addresses.of(node.path("address"));
      if (address.isEmpty()) {
        throw new IOException("it is damaged: a device has no address");
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      node.path("metadata")
          .properties()
          .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
      List<String> channels = new ArrayList<>();
      node.path("channels").forEach(channel -> channels.add(channel.toString()));
      entries.add(
          new AnnouncedEntry(
              address,
              node.path("name").asText(),
              node.path("model").asText(),
              Map.copyOf(metadata),
              List.copyOf(channels),
              Presence.UNKNOWN,
              node.path("listed").asBoolean(true),
              false,
              node.path("ignored").asBoolean(),
              node.path("device").textValue(),
              node.path("since").asLong()));
    }
    return entries;
  }
}
