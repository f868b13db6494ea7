package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
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
  private final Map<String, ValueType> types = new HashMap<>();

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
    for (int number = 0; number < MAX_CHANNELS; number++) {
      ChannelInfo info = channels.apply(number);
      if (info == null) {
        break;
      }
      types.put(info.id(), info.type());
    }
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
          block(json);
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

  private void block(JsonParser json) throws IOException {
    String device = null;
    List<Long> times = new ArrayList<>();
    Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
    Map<String, List<@Nullable Object>> qualities = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "device" -> device = text(json, token, name);
        case "time" -> {
          expect(json, token, JsonToken.START_ARRAY, name);
          while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            times.add(integer(json, token, name));
          }
        }
        case "values" -> columns(json, token, name, values, PayloadReader::value);
        case "quality" -> columns(json, token, name, qualities, PayloadReader::quality);
        default -> json.skipChildren();
      }
    }
    if (device == null) {
      throw wrong(json, "a block needs its device");
    }
    for (Map.Entry<String, List<@Nullable Object>> column : values.entrySet()) {
      List<@Nullable Object> quality = qualities.remove(column.getKey());
      add(json, device + "/" + column.getKey(), times, column.getValue(), quality);
    }
    if (!qualities.isEmpty()) {
      throw wrong(json, "quality of " + qualities.keySet() + " without values");
    }
  }

  private void add(
      JsonParser json,
      String channel,
      List<Long> times,
      List<@Nullable Object> values,
      @Nullable List<@Nullable Object> qualities)
      throws IOException {
    if (values.size() != times.size() || (qualities != null && qualities.size() != times.size())) {
      throw wrong(
          json, channel + " does not have one entry for each of " + times.size() + " times");
    }
    for (int i = 0; i < times.size(); i++) {
      byte quality = qualities != null && qualities.get(i) instanceof Byte q ? q : Quality.GOOD;
      Object value = typed(json, channel, values.get(i));
      if ((value == null) != Quality.isBad(quality)) {
        throw wrong(json, channel + " is null where its quality is not bad, or the reverse");
      }
      samples.add(new Sample(channel, times.get(i), value, quality));
    }
  }

  /** The value as the dictionary's type; as JSON shows it where the dictionary is silent. */
  private @Nullable Object typed(JsonParser json, String channel, @Nullable Object value)
      throws IOException {
    ValueType type = types.get(channel);
    if (type == ValueType.BYTES && value instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new IOException("payload: " + channel + " holds what is not base64" + at(json), e);
      }
    }
    return type == ValueType.DOUBLE && value instanceof Long whole ? Double.valueOf(whole) : value;
  }

  /** Reads one entry of a column. */
  private interface Entry {
    @Nullable Object read(JsonParser json, JsonToken token) throws IOException;
  }

  private static void columns(
      JsonParser json,
      JsonToken start,
      String what,
      Map<String, List<@Nullable Object>> into,
      Entry entry)
      throws IOException {
    expect(json, start, JsonToken.START_OBJECT, what);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      expect(json, json.nextToken(), JsonToken.START_ARRAY, name);
      List<@Nullable Object> column = new ArrayList<>();
      JsonToken token;
      while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
        column.add(entry.read(json, token));
      }
      into.put(name, column);
    }
  }

  private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> {
        double value = json.getDoubleValue();
        if (Double.isInfinite(value)) {
          throw wrong(json, json.getText() + " does not fit a double");
        }
        yield value;
      }
      case VALUE_STRING -> json.getText();
      default -> throw wrong(json, "a value may not be " + token);
    };
  }

  private static Byte quality(JsonParser json, JsonToken token) throws IOException {
    String text = text(json, token, "quality");
    try {
      return Quality.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("payload: " + e.getMessage() + at(json), e);
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

  private static String text(JsonParser json, @Nullable JsonToken token, String name)
      throws IOException {
    expect(json, token, JsonToken.VALUE_STRING, name);
    return json.getText();
  }

  private static long integer(JsonParser json, @Nullable JsonToken token, String name)
      throws IOException {
    expect(json, token, JsonToken.VALUE_NUMBER_INT, name);
    return json.getLongValue();
  }

  private static void expect(
      JsonParser json, @Nullable JsonToken token, JsonToken wanted, String what)
      throws IOException {
    if (token != wanted) {
      throw wrong(json, what + " must be " + wanted + ", not " + token);
    }
  }

  private static IOException wrong(JsonParser json, String what) {
    return new IOException("payload: " + what + at(json));
  }

  private static String at(JsonParser json) {
    return " (byte " + json.currentLocation().getByteOffset() + ")";
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (byte " + e.getLocation().getByteOffset() + ")";
  }
}
