package io.weir.codec.json.internal.senml;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.UplinkBatch;
import io.weir.codec.json.internal.Decimal;
import io.weir.codec.json.internal.Envelope;
import io.weir.codec.json.internal.Events;
import io.weir.codec.json.internal.Payloads;
import io.weir.codec.json.internal.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntFunction;

/** Writes one pack. */
final class PackWriter {
  /** What a record's name ends with that holds the quality of the record before it. */
  static final String QUALITY = "/quality";

  /** Name, below the gateway, of records that hold an event. */
  static final String EVENT = "event";

  static final long MICROS = 1_000_000;

  private static final JsonFactory TEXT = Payloads.json();
  private static final long NEVER = Long.MIN_VALUE;

  private final JsonGenerator out;
  private final UplinkBatch batch;
  private final char[] number = new char[Decimal.MAX_LENGTH];

  private boolean begun;
  private String base = "";
  private long baseTime = NEVER;

  PackWriter(JsonGenerator out, UplinkBatch batch) {
    this.out = out;
    this.batch = batch;
  }

  void write(IntFunction<ChannelInfo> channels) throws IOException {
    out.writeStartArray();
    Batch samples = batch.samples();
    for (int row = 0; row < samples.size(); row++) {
      sample(samples, row, channels.apply(samples.channel(row)));
    }
    for (Event event : batch.events()) {
      open(batch.gateway() + "/", event.time());
      name(EVENT);
      text(json(event));
      out.writeEndObject();
    }
    if (!begun) {
      open(batch.gateway() + "/", NEVER);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void sample(Batch rows, int row, ChannelInfo channel) throws IOException {
    String device = batch.gateway() + "/" + channel.deviceId() + "/";
    ValueType type = channel.type();
    if (Values.isShown(rows, row, type)) {
      open(device, rows.time(row));
      name(channel.localId());
      if (!channel.unit().isEmpty()) {
        Label.U.write(out);
        out.writeString(channel.unit());
      }
      value(rows, row, type);
      out.writeEndObject();
      if (rows.quality(row) == Quality.GOOD) {
        return;
      }
    }
    open(device, rows.time(row));
    name(channel.localId() + QUALITY);
    text(Values.quality(rows, row, type));
    out.writeEndObject();
  }

  /** Begins a record; base fields hold for all that follow, until they are given again. */
  private void open(String newBase, long time) throws IOException {
    out.writeStartObject();
    if (!base.equals(newBase)) {
      base = newBase;
      Label.BN.write(out);
      out.writeString(base);
    }
    if (baseTime != time) {
      baseTime = time;
      Label.BT.write(out);
      seconds(time);
    }
    if (!begun) {
      begun = true;
      Envelope.write(out, batch);
    }
  }

  private void seconds(long micros) throws IOException {
    if (micros % MICROS == 0) {
      out.writeNumber(micros / MICROS);
    } else if (out instanceof CBORGenerator) {
      // Half of a double's last bit is less than half a microsecond until the year 2242.
      out.writeNumber(micros / (double) MICROS);
    } else {
      out.writeRawValue(number, 0, Decimal.write(micros / (double) MICROS, number));
    }
  }

  private void name(String name) throws IOException {
    Label.N.write(out);
    out.writeString(name);
  }

  private void text(String text) throws IOException {
    Label.VS.write(out);
    out.writeString(text);
  }

  private void value(Batch rows, int row, ValueType type) throws IOException {
    switch (type) {
      case BOOLEAN -> Label.VB.write(out);
      case INTEGER, DOUBLE -> Label.V.write(out);
      case TEXT -> Label.VS.write(out);
      case BYTES -> Label.VD.write(out);
    }
    if (rows.object(row) instanceof byte[] bytes) {
      out.writeBinary(Base64Variants.MODIFIED_FOR_URL, bytes, 0, bytes.length);
    } else if (type == ValueType.DOUBLE && out instanceof CBORGenerator) {
      out.writeNumber(Double.longBitsToDouble(rows.bits(row)));
    } else {
      Values.write(out, rows, row, type, number);
    }
  }

  private static String json(Event event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = TEXT.createGenerator(bytes)) {
      Events.write(json, event);
    }
    return bytes.toString(UTF_8);
  }
}
