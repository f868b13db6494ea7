package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.at;
import static io.weir.codec.json.internal.Tokens.expect;
import static io.weir.codec.json.internal.Tokens.integer;
import static io.weir.codec.json.internal.Tokens.text;
import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads one payload. Memory grows with the payload and never with what it claims; fields this
 * version does not know are skipped.
 */
final class PayloadReader {
  /** Lines of a dictionary that are looked at. */
  private static final int MAX_CHANNELS = 1 << 20;

  private final JsonFactory factory;
  private final byte[] payload;
  private final BlockReader blocks;

  private @Nullable String gateway;
  private @Nullable Lane lane;
  private long first = -1;
  private long last = -1;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  /**
   * @param channels the dictionary by number, where there is one: it tells bytes from text
   */
  PayloadReader(JsonFactory factory, byte[] payload, IntFunction<@Nullable ChannelInfo> channels) {
    this.factory = factory;
    this.payload = payload;
    this.blocks = new BlockReader(types(channels));
  }

  private static Map<String, ValueType> types(IntFunction<@Nullable ChannelInfo> channels) {
    Map<String, ValueType> types = new HashMap<>();
    for (int number = 0; number < MAX_CHANNELS; number++) {
      ChannelInfo info = channels.apply(number);
      if (info == null) {
        break;
      }
      types.put(info.id(), info.type());
    }
    return types;
  }

  DecodedBatch read() throws IOException {
    try (JsonParser json = factory.createParser(payload)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT, "the payload");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        field(json, json.currentName());
      }
      if (json.nextToken() != null) {
        throw wrong(json, "nothing may follow the payload's object");
      }
    } catch (JsonProcessingException e) {
      throw new IOException("payload: " + e.getOriginalMessage() + at(e), e);
    }
    if (gateway == null || lane == null || first < 0 || last < first) {
      throw new IOException(
          "payload: gateway, lane, first and last are needed, last not before first");
    }
    return new DecodedBatch(gateway, lane, first, last, samples, events);
  }

  private void field(JsonParser json, String name) throws IOException {
    JsonToken token = json.nextToken();
    switch (name) {
      case "gateway" -> gateway = text(json, token, name);
      case "lane" -> lane = lane(json, text(json, token, name));
      case "first" -> first = integer(json, token, name);
      case "last" -> last = integer(json, token, name);
      case "blocks" -> {
        expect(json, token, JsonToken.START_ARRAY, name);
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
          expect(json, token, JsonToken.START_OBJECT, "a block");
          blocks.read(json, samples);
        }
      }
      case "events" -> {
        expect(json, token, JsonToken.START_ARRAY, name);
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
          expect(json, token, JsonToken.START_OBJECT, "an event");
          events.add(event(json));
        }
      }
      default -> json.skipChildren();
    }
  }

  private static Event event(JsonParser json) throws IOException {
    String type = "";
    String source = "";
    String message = "";
    Severity severity = Severity.INFO;
    long time = 0;
    Map<String, String> attributes = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "type" -> type = text(json, token, name);
        case "source" -> source = text(json, token, name);
        case "message" -> message = text(json, token, name);
        case "severity" -> severity = severity(json, text(json, token, name));
        case "time" -> time = integer(json, token, name);
        case "attributes" -> {
          expect(json, token, JsonToken.START_OBJECT, name);
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            attributes.put(key, text(json, json.nextToken(), key));
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Event(type, source, severity, time, message, attributes);
  }

  private static Severity severity(JsonParser json, String text) throws IOException {
    for (Severity severity : Severity.values()) {
      if (severity.name().toLowerCase(Locale.ROOT).equals(text)) {
        return severity;
      }
    }
    throw wrong(json, "severity '" + text + "' is not one of info, warning, critical");
  }

  private static Lane lane(JsonParser json, String text) throws IOException {
    for (Lane lane : Lane.values()) {
      if (lane.name().toLowerCase(Locale.ROOT).equals(text)) {
        return lane;
      }
    }
    throw wrong(json, "lane '" + text + "' is not one of event, telemetry");
  }
}
