package io.weir.codec.json.internal.senml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sensor Measurement Lists, RFC 8428. A channel is {@code <gateway>/<device>/<channel>}; a quality
 * that is not good is a record of its own, {@code .../quality}, behind the value, or in its place
 * when there is none; the first record also bears {@code gateway}, {@code lane}, {@code first} and
 * {@code last}.
 */
abstract class SenmlCodec implements Codec {
  private final JsonFactory factory;
  private final String contentType;

  SenmlCodec(JsonFactory factory, String contentType) {
    this.factory = factory;
    this.contentType = contentType;
  }

  @Override
  public final String contentType() {
    return contentType;
  }

  @Override
  public final byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(factory._getBufferRecycler())) {
      try (JsonGenerator out = factory.createGenerator(bytes)) {
        new PackWriter(out, batch).write(channels);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  @Override
  public final byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels) {
    return null;
  }

  @Override
  public final DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException {
    return new PackReader().read(factory, payload);
  }
}
