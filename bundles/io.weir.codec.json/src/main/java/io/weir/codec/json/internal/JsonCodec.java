package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** The columnar JSON that any cloud reads without a schema. */
@Component(property = Codec.NAME + "=json")
public final class JsonCodec implements Codec {
  private final JsonFactory factory = Payloads.json();

  /** The writer of the last call, for the next one; a second caller at the same time makes one. */
  private final AtomicReference<@Nullable PayloadWriter> spare = new AtomicReference<>();

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    PayloadWriter writer = spare.getAndSet(null);
    if (writer == null) {
      writer = new PayloadWriter(factory);
    }
    try {
      byte[] payload = writer.write(batch, channels);
      // Not after an exception, which leaves it half-way through a batch.
      spare.set(writer);
      return payload;
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  @Override
  public byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels) {
    return null;
  }

  @Override
  public DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException {
    Payloads.check(payload);
    return new PayloadReader(factory, payload, channels).read();
  }
}
