package io.weir.codec.metrics.internal.prometheus;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Bodies of Prometheus remote write 1.0: numbers and booleans, times in milliseconds. A bad sample
 * is Prometheus' staleness marker; text, bytes, events and sequences have no place in it.
 */
@Component(property = Codec.NAME + "=prometheus")
public final class PrometheusCodec implements Codec {
  @Override
  public String contentType() {
    return "application/x-protobuf";
  }

  @Override
  public String contentEncoding() {
    return "snappy";
  }

  @Override
  public byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    WireWriter plain = new WireWriter(64 * 1024);
    new SeriesWriter(plain).write(batch, channels);
    ByteBuf in = Unpooled.wrappedBuffer(plain.array(), 0, plain.size());
    ByteBuf out = Unpooled.buffer(plain.size() / 4 + 64);
    new Snappy().encode(in, out, plain.size());
    return ByteBufUtil.getBytes(out);
  }

  @Override
  public byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels) {
    return null;
  }

  @Override
  public DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException {
    throw new IOException("payload: Prometheus remote write is only written, never read back");
  }
}
