package io.weir.core.internal.registry;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and checks device and profile documents. */
final class DocumentParser {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final List<String> DEVICE_FIELDS =
      List.of(
          "$schema",
          "id",
          "name",
          "profile",
          "connection",
          "enabled",
          "address",
          "period",
          "metadata",
          "channels");
  private static final List<String> PROFILE_FIELDS =
      List.of("$schema", "id", "name", "source", "address", "period", "channels");

  private DocumentParser() {}

  /**
   * Checks a device's document.
   *
   * @param name the file's name without {@code .json}; null when there is no file yet
   * @throws ConfigException naming the JSON pointer
   */
  static DeviceDocument device(@Nullable String name, byte[] bytes) {
    Fields fields = Fields.of(json(bytes), "", DEVICE_FIELDS);
    String id = id(fields, name);
    String profile = fields.id("profile");
    if (profile == null && !fields.has("channels")) {
      throw fields.error("channels", "list the device's channels or name a profile");
    }
    fields.text("$schema");
    return new DeviceDocument(
        id,
        fields.text("name"),
        profile,
        fields.requiredId("connection"),
        fields.bool("enabled", true),
        ChannelParser.period(fields),
        fields.texts("metadata"),
        address(fields),
        new ChannelNodes(bytes, channels(fields)));
  }

  /**
   * Checks a profile's document.
   *
   * @param name the file's name without {@code .json}
   * @throws ConfigException naming the JSON pointer
   */
  static ProfileDocument profile(String name, byte[] bytes) {
    Fields fields = Fields.of(json(bytes), "", PROFILE_FIELDS);
    String id = id(fields, name);
    if (id.equals(AnnouncedProfile.ID)) {
      throw fields.error(
          "id", "use another one: this is what devices that announce themselves have");
    }
    if (!fields.has("channels")) {
      throw fields.error("channels", "list the profile's channels");
    }
    fields.text("$schema");
    return new ProfileDocument(
        id,
        fields.text("name", id),
        fields.text("source", ""),
        ChannelParser.period(fields),
        Map.of(),
        address(fields),
        new ChannelNodes(bytes, channels(fields)));
  }

  private static ObjectNode address(Fields fields) {
    fields.scalars("address");
    return fields.get("address") instanceof ObjectNode address
        ? address
        : JsonNodeFactory.instance.objectNode();
  }

  static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      // Where the object began is said once more, with the parser's settings.
      String what = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
      throw new ConfigException(where, what, "write valid JSON");
    } catch (IOException e) {
      throw new ConfigException("/", e.getMessage(), "write valid JSON");
    }
  }

  private static String id(Fields fields, @Nullable String name) {
    String id = fields.requiredId("id");
    if (name != null && !id.equals(name)) {
      throw fields.error("id", "the file is " + name + ".json, so the id must be '" + name + "'");
    }
    return id;
  }

  /** The channels of a document that was checked before. */
  static List<ObjectNode> channelNodes(byte[] checked) {
    List<ObjectNode> channels = new ArrayList<>();
    json(checked).path("channels").forEach(node -> channels.add((ObjectNode) node));
    return channels;
  }

  private static List<ObjectNode> channels(Fields fields) {
    List<ObjectNode> channels = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : fields.list("channels")) {
      String pointer = "/channels/" + channels.size();
      ChannelSpec channel = ChannelParser.parse(node, pointer);
      if (!ids.add(channel.id())) {
        throw new ConfigException(
            pointer + "/id", channel.id(), "use each channel id once in a document");
      }
      channels.add((ObjectNode) node);
    }
    return channels;
  }
}
