package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Writes payloads. Keeps its buffers from batch to batch; used by one thread at a time. */
final class PayloadWriter {
  private static final String[] QUALITIES = new String[256];

  static {
    for (int quality = 0; quality < QUALITIES.length; quality++) {
      QUALITIES[quality] = Quality.text((byte) quality);
    }
  }

  private final JsonFactory factory;
  private final Columns columns = new Columns();
  private final char[] number = new char[Decimal.MAX_LENGTH];

  PayloadWriter(JsonFactory factory) {
    this.factory = factory;
  }

  byte[] write(UplinkBatch batch, IntFunction<ChannelInfo> channels) throws IOException {
    try (ByteArrayBuilder out = new ByteArrayBuilder(factory._getBufferRecycler())) {
      try (JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8)) {
        json.writeStartObject();
        json.writeStringField("gateway", batch.gateway());
        json.writeStringField("lane", batch.lane().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("first", batch.firstSequence());
        json.writeNumberField("last", batch.lastSequence());
        if (batch.lane() == Lane.EVENT) {
          events(json, batch.events());
        } else {
          columns.sort(batch.samples(), channels);
          blocks(json, batch.samples());
        }
        json.writeEndObject();
      }
      return out.toByteArray();
    }
  }

  private void blocks(JsonGenerator json, Batch batch) throws IOException {
    json.writeArrayFieldStart("blocks");
    for (int block = 0; block < columns.blocks(); block++) {
      int first = columns.firstColumn(block);
      json.writeStartObject();
      json.writeStringField("device", columns.name(first).device());
      json.writeFieldName("time");
      open(json, first);
      for (int row = columns.firstRow(first); row != Columns.END; row = columns.nextRow(row)) {
        json.writeNumber(batch.time(row));
      }
      close(json, first);
      json.writeObjectFieldStart("values");
      boolean flagged = false;
      for (int column = first; column != Columns.END; column = columns.nextColumn(column)) {
        flagged |= columns.isFlagged(column);
        values(json, batch, column);
      }
      json.writeEndObject();
      if (flagged) {
        json.writeObjectFieldStart("quality");
        for (int column = first; column != Columns.END; column = columns.nextColumn(column)) {
          if (columns.isFlagged(column)) {
            qualities(json, batch, column);
          }
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void values(JsonGenerator json, Batch batch, int column) throws IOException {
    json.writeFieldName(columns.name(column).local());
    open(json, column);
    ValueType type = columns.name(column).info().type();
    boolean flagged = columns.isFlagged(column);
    for (int row = columns.firstRow(column); row != Columns.END; row = columns.nextRow(row)) {
      if (flagged
          && (Quality.isBad(batch.quality(row)) || !columns.isRepresentable(batch, row, column))) {
        json.writeNull();
      } else {
        value(json, batch, row, type);
      }
    }
    close(json, column);
  }

  /** A column of one entry is that entry alone: one poll in a message is all most ever send. */
  private void open(JsonGenerator json, int column) throws IOException {
    if (columns.isArray(column)) {
      json.writeStartArray();
    }
  }

  private void close(JsonGenerator json, int column) throws IOException {
    if (columns.isArray(column)) {
      json.writeEndArray();
    }
  }

  private void value(JsonGenerator json, Batch batch, int row, ValueType type) throws IOException {
    switch (type) {
      case BOOLEAN -> json.writeBoolean(batch.bits(row) != 0);
      case INTEGER -> json.writeNumber(batch.bits(row));
      case DOUBLE ->
          json.writeRawValue(
              number, 0, Decimal.write(Double.longBitsToDouble(batch.bits(row)), number));
      case TEXT -> json.writeString((String) batch.object(row));
      case BYTES -> json.writeBinary((byte[]) batch.object(row));
    }
  }

  private void qualities(JsonGenerator json, Batch batch, int column) throws IOException {
    json.writeFieldName(columns.name(column).local());
    open(json, column);
    for (int row = columns.firstRow(column); row != Columns.END; row = columns.nextRow(row)) {
      byte quality = batch.quality(row);
      boolean shown = Quality.isBad(quality) || columns.isRepresentable(batch, row, column);
      json.writeString(QUALITIES[(shown ? quality : Quality.bad(Quality.Reason.RANGE)) & 0xFF]);
    }
    close(json, column);
  }

  private static void events(JsonGenerator json, Iterable<Event> events) throws IOException {
    json.writeArrayFieldStart("events");
    for (Event event : events) {
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
    json.writeEndArray();
  }
}
