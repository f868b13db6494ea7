package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.expect;
import static io.weir.codec.json.internal.Tokens.integer;
import static io.weir.codec.json.internal.Tokens.text;
import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Events as JSON objects, and back. */
public final class Events {
  private Events() {}

  /** Writes the field {@code events}. */
  public static void write(JsonGenerator json, Iterable<Event> events) throws IOException {
    json.writeArrayFieldStart("events");
    for (Event event : events) {
      write(json, event);
    }
    json.writeEndArray();
  }

  /** Writes one event. */
  public static void write(JsonGenerator json, Event event) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", event.type());
    json.writeStringField("source", event.source());
    json.writeStringField("severity", event.severity().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("time", event.time());
    json.writeStringField("message", event.message());
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      json.writeStringField(attribute.getKey(), attribute.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Reads the value of the field {@code events}, whose first token is current. */
  public static void read(JsonParser json, List<Event> into) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY, "events");
    JsonToken token;
    while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
      expect(json, token, JsonToken.START_OBJECT, "an event");
      into.add(read(json));
    }
  }

  /** Reads one event, its opening brace taken; fields this version does not know are skipped. */
  public static Event read(JsonParser json) throws IOException {
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
}
