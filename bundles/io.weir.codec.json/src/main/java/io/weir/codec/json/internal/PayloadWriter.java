package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.function.IntFunction;

/** Writes payloads. Keeps its buffers from batch to batch; used by one thread at a time. */
final class PayloadWriter {
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
        Envelope.write(json, batch);
        if (batch.lane() == Lane.EVENT) {
          Events.write(json, batch.events());
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
      if (flagged && !Values.isShown(batch, row, type)) {
        json.writeNull();
      } else {
        Values.write(json, batch, row, type, number);
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

  private void qualities(JsonGenerator json, Batch batch, int column) throws IOException {
    json.writeFieldName(columns.name(column).local());
    open(json, column);
    ValueType type = columns.name(column).info().type();
    for (int row = columns.firstRow(column); row != Columns.END; row = columns.nextRow(row)) {
      json.writeString(Values.quality(batch, row, type));
    }
    close(json, column);
  }
}
