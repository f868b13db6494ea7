package io.weir.codec.json.internal.samples;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import io.weir.codec.json.internal.Decimal;
import io.weir.codec.json.internal.Envelope;
import io.weir.codec.json.internal.Events;
import io.weir.codec.json.internal.Payloads;
import io.weir.codec.json.internal.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** One JSON object a sample: many more bytes than columns, and no code to take apart. */
@Component(service = Codec.class, property = Codec.NAME + "=json-samples")
public final class SamplesCodec implements Codec {
  private final JsonFactory factory = Payloads.json();

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(factory._getBufferRecycler())) {
      try (JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8)) {
        json.writeStartObject();
        Envelope.write(json, batch);
        if (batch.lane() == Lane.EVENT) {
          Events.write(json, batch.events());
        } else {
          samples(json, batch.samples(), channels);
        }
        json.writeEndObject();
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  private static void samples(JsonGenerator json, Batch batch, IntFunction<ChannelInfo> channels)
      throws IOException {
    char[] number = new char[Decimal.MAX_LENGTH];
    json.writeArrayFieldStart("samples");
    for (int row = 0; row < batch.size(); row++) {
      ChannelInfo channel = channels.apply(batch.channel(row));
      ValueType type = channel.type();
      json.writeStartObject();
      json.writeStringField("device", channel.deviceId());
      json.writeStringField("channel", channel.localId());
      json.writeNumberField("time", batch.time(row));
      json.writeFieldName("value");
      if (Values.isShown(batch, row, type)) {
        Values.write(json, batch, row, type, number);
      } else {
        json.writeNull();
      }
      if (!channel.unit().isEmpty()) {
        json.writeStringField("unit", channel.unit());
      }
      json.writeStringField("quality", Values.quality(batch, row, type));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels) {
    return null;
  }

  @Override
  public DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException {
    Payloads.check(payload);
    return new SamplesReader(factory, channels).read(payload);
  }
}
