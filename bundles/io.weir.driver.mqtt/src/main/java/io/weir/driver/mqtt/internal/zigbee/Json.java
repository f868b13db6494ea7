package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what comes from outside, with bounds; everything that is no good JSON is refused. */
final class Json {
  static final int MAX_DEPTH = 64;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .maxNameLength(1_000)
                          .maxStringLength(65_536)
                          .build())
                  // Names come from outside: a table of them would only ever grow.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** What is wrong with a payload, in words. */
  static final class BadPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    BadPayloadException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static JsonNode parse(byte[] payload) throws BadPayloadException {
    return parse(text(payload));
  }

  static JsonNode parse(String text) throws BadPayloadException {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw new BadPayloadException("it is empty", null);
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new BadPayloadException("it is no JSON: " + brief(e.getOriginalMessage()), e);
    }
  }

  static ObjectNode parseObject(byte[] payload) throws BadPayloadException {
    if (parse(payload) instanceof ObjectNode object) {
      return object;
    }
    throw new BadPayloadException("it is no JSON object", null);
  }

  /** A payload as text; it must be UTF-8 without a fault. */
  static String text(byte[] payload) throws BadPayloadException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(payload))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadPayloadException("it is no UTF-8", e);
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** What stands at a path of names; null when nothing does. */
  static @Nullable JsonNode at(JsonNode root, List<String> path) {
    @Nullable JsonNode node = root;
    for (String name : path) {
      node = node == null || !node.isObject() ? null : node.get(name);
    }
    return node;
  }

  /** The text of a field; empty when there is none. */
  static String textOf(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && value.isTextual() ? value.textValue() : "";
  }

  private static String brief(@Nullable String message) {
    String text = message == null ? "unknown" : message.lines().findFirst().orElse("unknown");
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }
}
