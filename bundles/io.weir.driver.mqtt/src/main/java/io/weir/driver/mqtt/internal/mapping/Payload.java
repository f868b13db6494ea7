package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one message, read as text or as JSON when somebody asks, once however many do.
 * Confined to one thread.
 */
final class Payload implements Template.Scope {
  /** A document nested deeper is refused. */
  static final int MAX_DEPTH = 64;

  private static final int MAX_REASON = 120;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final byte[] bytes;
  private @Nullable String text;
  private @Nullable JsonNode json;
  private @Nullable NoValueException failure;

  Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  /**
   * The text.
   *
   * @throws NoValueException if it is no UTF-8
   */
  @Override
  public String value() throws NoValueException {
    if (text == null) {
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw NoValueException.wrong("the payload of " + bytes.length + " bytes is no UTF-8");
      }
    }
    return text;
  }

  /**
   * The JSON document.
   *
   * @throws NoValueException if it is none
   */
  @Override
  public JsonNode json() throws NoValueException {
    if (failure != null) {
      throw failure;
    }
    if (json == null) {
      try {
        json = parse(value());
      } catch (NoValueException e) {
        failure = e;
        throw e;
      }
    }
    return json;
  }

  private static JsonNode parse(String text) throws NoValueException {
    JsonNode parsed;
    try {
      parsed = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw NoValueException.wrong("the payload is no JSON: " + shortened(e.getOriginalMessage()));
    }
    if (parsed == null || parsed instanceof MissingNode) {
      throw NoValueException.wrong("the payload is empty");
    }
    return parsed;
  }

  /** One line that is not too long. */
  static String shortened(@Nullable String text) {
    String line = String.valueOf(text).lines().findFirst().orElse("").strip();
    return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "..." : line;
  }
}
