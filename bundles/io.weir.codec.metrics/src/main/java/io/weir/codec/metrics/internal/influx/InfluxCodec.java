package io.weir.codec.metrics.internal.influx;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * InfluxDB's line protocol, times in nanoseconds: a line for each device and moment, a field for
 * each channel. A quality that is not good is a field {@code <channel>/quality}. What Weir needs
 * beyond that stands in a comment line, which databases skip.
 */
@Component(property = Codec.NAME + "=influx")
public final class InfluxCodec implements Codec {
  @Override
  public String contentType() {
    return "text/plain";
  }

  @Override
  public byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    return new LineWriter().write(batch, channels).getBytes(UTF_8);
  }

  @Override
  public byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels) {
    return null;
  }

  @Override
  public DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException {
    return new LineReader(new String(payload, UTF_8), channels).read();
  }
}
