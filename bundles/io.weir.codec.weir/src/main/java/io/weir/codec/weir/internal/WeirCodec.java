package io.weir.codec.weir.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** The native encoding on the wire: packed columns, deflated, two to three bytes a sample. */
@Component(property = Codec.NAME + "=weir")
public final class WeirCodec implements Codec {
  static final String CONTENT_TYPE = "application/vnd.weir.batch.v1+protobuf";

  /** The writer of the last call, for the next one; a second caller at the same time makes one. */
  private final AtomicReference<@Nullable PayloadWriter> spare = new AtomicReference<>();

  @Override
  public String contentType() {
    return CONTENT_TYPE;
  }

  @Override
  public byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    PayloadWriter writer = spare.getAndSet(null);
    if (writer == null) {
      writer = new PayloadWriter(channels);
    }
    byte[] payload = writer.write(batch, channels);
    spare.set(writer);
    return payload;
  }

  @Override
  public byte[] dictionary(String gateway, List<ChannelInfo> channels) {
    return PayloadWriter.dictionary(gateway, channels);
  }

  @Override
  public DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException {
    return new PayloadReader(channels).read(payload);
  }
}
