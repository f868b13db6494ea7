package io.weir.codec.json.internal.senml;

import static io.weir.codec.json.internal.Tokens.at;
import static io.weir.codec.json.internal.Tokens.expect;
import static io.weir.codec.json.internal.Tokens.text;
import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.uplink.DecodedBatch;
import io.weir.codec.json.internal.Envelope;
import io.weir.codec.json.internal.Events;
import io.weir.codec.json.internal.Payloads;
import io.weir.codec.json.internal.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one pack as {@link PackWriter} writes them. Labels that nobody registered are skipped, as
 * RFC 8428 has it; registered ones that change a value and are never written are refused.
 */
final class PackReader {
  private static final JsonFactory TEXT = Payloads.json();
  private static final double LATEST = Long.MAX_VALUE / 2.0 / PackWriter.MICROS;

  private final Envelope envelope = new Envelope();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private String base = "";
  private double baseTime;

  private String name = "";
  private @Nullable Object value;

  DecodedBatch read(JsonFactory factory, byte[] payload) throws IOException {
    Payloads.check(payload);
    try (JsonParser json = factory.createParser(payload)) {
      expect(json, json.nextToken(), JsonToken.START_ARRAY, "the payload");
      JsonToken token;
      while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
        expect(json, token, JsonToken.START_OBJECT, "a record");
        record(json);
      }
      if (json.nextToken() != null) {
        throw wrong(json, "nothing may follow the pack");
      }
    } catch (JsonProcessingException e) {
      throw new IOException("payload: " + e.getOriginalMessage() + at(e), e);
    }
    return envelope.around(samples, events);
  }

  private void record(JsonParser json) throws IOException {
    name = "";
    value = null;
    double time = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      Label label = Label.of(field);
      if (label == null) {
        if (!envelope.read(json, field)) {
          json.skipChildren();
        }
        continue;
      }
      switch (label) {
        case BN -> base = text(json, token, field);
        case BT -> baseTime = time(json, token);
        case N -> name = text(json, token, field);
        case T -> time = time(json, token);
        case U, UT, BU, BVER -> json.skipChildren();
        case V, VB, VS -> value = value(json, token, label);
        case VD -> value = json.getBinaryValue(Base64Variants.MODIFIED_FOR_URL);
        case BV, BS, S -> throw wrong(json, field + " is not written by a gateway");
      }
    }
    if (!name.isEmpty() || value != null) {
      resolve(json, base + name, baseTime + time);
    }
  }

  private void resolve(JsonParser json, String full, double seconds) throws IOException {
    Object found = value;
    if (found == null) {
      throw wrong(json, full + " has no value");
    }
    // Times are exact to the microsecond, more than a sum of doubles is off by.
    long micros = Math.round(seconds * PackWriter.MICROS);
    String id = full.substring(full.indexOf('/') + 1);
    if (id.equals(PackWriter.EVENT)) {
      events.add(event(String.valueOf(found)));
    } else if (id.endsWith(PackWriter.QUALITY)) {
      String channel = id.substring(0, id.length() - PackWriter.QUALITY.length());
      quality(json, channel, micros, String.valueOf(found));
    } else {
      samples.add(new Sample(id, micros, found, Quality.GOOD));
    }
  }

  private void quality(JsonParser json, String channel, long micros, String text)
      throws IOException {
    byte quality;
    try {
      quality = Quality.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("payload: " + e.getMessage() + at(json), e);
    }
    if (Quality.isBad(quality)) {
      samples.add(new Sample(channel, micros, null, quality));
      return;
    }
    Sample last = samples.isEmpty() ? null : samples.remove(samples.size() - 1);
    if (last == null || !last.channel().equals(channel) || last.time() != micros) {
      throw wrong(json, "the quality of " + channel + " follows no value of it");
    }
    samples.add(new Sample(channel, micros, last.value(), quality));
  }

  private static double time(JsonParser json, JsonToken token) throws IOException {
    Object seconds = Values.read(json, token);
    if (seconds instanceof Number number && Math.abs(number.doubleValue()) < LATEST) {
      return number.doubleValue();
    }
    throw wrong(json, "a time is a number of seconds, not " + seconds);
  }

  private static Object value(JsonParser json, JsonToken token, Label label) throws IOException {
    Object value = Values.read(json, token);
    boolean fits =
        switch (label) {
          case V -> value instanceof Number;
          case VB -> value instanceof Boolean;
          default -> value instanceof String;
        };
    if (value == null || !fits) {
      throw wrong(json, label + " may not be " + token);
    }
    return value;
  }

  private static Event event(String text) throws IOException {
    try (JsonParser json = TEXT.createParser(text)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT, "an event");
      return Events.read(json);
    } catch (JsonProcessingException e) {
      throw new IOException("payload: event: " + e.getOriginalMessage() + at(e), e);
    }
  }
}
