package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.integer;
import static io.weir.codec.json.internal.Tokens.text;
import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.weir.api.model.Event;
import io.weir.api.model.Sample;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What every payload says of itself: from which gateway, and which entries of which lane. */
public final class Envelope {
  private @Nullable String gateway;
  private @Nullable Lane lane;
  private long first = -1;
  private long last = -1;

  /** Nothing read yet. */
  public Envelope() {}

  /** Writes the four fields. */
  public static void write(JsonGenerator json, UplinkBatch batch) throws IOException {
    json.writeStringField("gateway", batch.gateway());
    json.writeStringField("lane", name(batch.lane()));
    json.writeNumberField("first", batch.firstSequence());
    json.writeNumberField("last", batch.lastSequence());
  }

  /** The lane as payloads name it. */
  public static String name(Lane lane) {
    return lane.name().toLowerCase(Locale.ROOT);
  }

  /** Reads the value of a field, which is current; false if it is none of the four. */
  public boolean read(JsonParser json, String name) throws IOException {
    switch (name) {
      case "gateway" -> gateway = text(json, json.currentToken(), name);
      case "lane" -> lane = lane(json, text(json, json.currentToken(), name));
      case "first" -> first = integer(json, json.currentToken(), name);
      case "last" -> last = integer(json, json.currentToken(), name);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The batch, once all four are known. */
  public DecodedBatch around(List<Sample> samples, List<Event> events) throws IOException {
    if (gateway == null || lane == null || first < 0 || last < first) {
      throw new IOException(
          "payload: gateway, lane, first and last are needed, last not before first");
    }
    return new DecodedBatch(gateway, lane, first, last, samples, events);
  }

  private static Lane lane(JsonParser json, String text) throws IOException {
    for (Lane lane : Lane.values()) {
      if (name(lane).equals(text)) {
        return lane;
      }
    }
    throw wrong(json, "lane '" + text + "' is not one of event, telemetry");
  }
}
