package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.at;
import static io.weir.codec.json.internal.Tokens.expect;
import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Sample;
import io.weir.api.uplink.DecodedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads one payload. Memory grows with the payload and never with what it claims; fields this
 * version does not know are skipped.
 */
final class PayloadReader {
  private final JsonFactory factory;
  private final byte[] payload;
  private final BlockReader blocks;

  private final Envelope envelope = new Envelope();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  /**
   * @param channels the dictionary by number, where there is one: it tells bytes from text
   */
  PayloadReader(JsonFactory factory, byte[] payload, IntFunction<@Nullable ChannelInfo> channels) {
    this.factory = factory;
    this.payload = payload;
    this.blocks = new BlockReader(new Types(channels));
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
    return envelope.around(samples, events);
  }

  private void field(JsonParser json, String name) throws IOException {
    JsonToken token = json.nextToken();
    if (envelope.read(json, name)) {
      return;
    }
    switch (name) {
      case "blocks" -> {
        expect(json, token, JsonToken.START_ARRAY, name);
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
          expect(json, token, JsonToken.START_OBJECT, "a block");
          blocks.read(json, samples);
        }
      }
      case "events" -> Events.read(json, events);
      default -> json.skipChildren();
    }
  }
}
