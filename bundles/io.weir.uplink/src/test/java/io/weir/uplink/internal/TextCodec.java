package io.weir.uplink.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One word a sample or event, for reading in tests. */
final class TextCodec implements Codec {
  private final boolean withDictionary;

  TextCodec(boolean withDictionary) {
    this.withDictionary = withDictionary;
  }

  @Override
  public String contentType() {
    return "text/plain";
  }

  @Override
  public byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    Stream<String> samples =
        IntStream.range(0, batch.samples().size())
            .mapToObj(
                row ->
                    channels.apply(batch.samples().channel(row)).id()
                        + "="
                        + batch.samples().bits(row)
                        + "@"
                        + batch.samples().time(row)
                        + ":"
                        + Quality.text(batch.samples().quality(row)));
    Stream<String> events = batch.events().stream().map(e -> e.message() + "@" + e.time());
    return Stream.concat(samples, events).collect(Collectors.joining(" ")).getBytes(UTF_8);
  }

  @Override
  public byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels) {
    return withDictionary ? channels.toString().getBytes(UTF_8) : null;
  }

  @Override
  public DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels) {
    throw new UnsupportedOperationException();
  }
}
