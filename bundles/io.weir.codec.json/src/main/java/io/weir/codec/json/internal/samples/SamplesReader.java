package io.weir.codec.json.internal.samples;

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
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.uplink.DecodedBatch;
import io.weir.codec.json.internal.Envelope;
import io.weir.codec.json.internal.Events;
import io.weir.codec.json.internal.Types;
import io.weir.codec.json.internal.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads one payload; fields this version does not know are skipped. */
final class SamplesReader {
  private final JsonFactory factory;
  private final Types types;
  private final Envelope envelope = new Envelope();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  SamplesReader(JsonFactory factory, IntFunction<@Nullable ChannelInfo> channels) {
    this.factory = factory;
    this.types = new Types(channels);
  }

  DecodedBatch read(byte[] payload) throws IOException {
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
    return envelope.around(samples, events);
  }

  private void field(JsonParser json, String name) throws IOException {
    JsonToken token = json.nextToken();
    if (envelope.read(json, name)) {
      return;
    }
    switch (name) {
      case "samples" -> {
        expect(json, token, JsonToken.START_ARRAY, name);
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
          expect(json, token, JsonToken.START_OBJECT, "a sample");
          samples.add(sample(json));
        }
      }
      case "events" -> Events.read(json, events);
      default -> json.skipChildren();
    }
  }

  private Sample sample(JsonParser json) throws IOException {
    String device = "";
    String channel = "";
    long time = -1;
    Object value = null;
    byte quality = Quality.GOOD;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "device" -> device = text(json, token, name);
        case "channel" -> channel = text(json, token, name);
        case "time" -> time = integer(json, token, name);
        case "value" -> value = Values.read(json, token);
        case "quality" -> quality = Values.readQuality(json, token);
        default -> json.skipChildren();
      }
    }
    if (device.isEmpty() || channel.isEmpty() || time < 0) {
      throw wrong(json, "a sample needs its device, channel and time");
    }
    if ((value == null) != Quality.isBad(quality)) {
      throw wrong(json, "a value is null where its quality is not bad, or the reverse");
    }
    String id = device + "/" + channel;
    return new Sample(id, time, types.typed(json, id, value), quality);
  }
}
