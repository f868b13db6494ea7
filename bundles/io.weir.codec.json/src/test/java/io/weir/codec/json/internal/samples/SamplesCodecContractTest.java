package io.weir.codec.json.internal.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.CodecContract;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SamplesCodecContractTest extends CodecContract {
  private final SamplesCodec codec = new SamplesCodec();

  @Override
  protected Codec codec() {
    return codec;
  }

  @Test
  void eachSampleIsAnObject() {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    ChannelInfo mode = channels.assign("boiler/mode", ValueType.TEXT, "");
    Batch batch = new Batch(4);
    batch.addDouble(flow.number(), 1_763_920_000_000_000L, 71.25);
    batch.addBad(mode.number(), 1_763_920_000_000_001L, Quality.Reason.COMM);
    byte[] payload =
        codec.encode(
            new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of()),
            number -> Objects.requireNonNull(channels.get(number)));
    assertThat(new String(payload, UTF_8))
        .isEqualTo(
            "{\"gateway\":\"g1\",\"lane\":\"telemetry\",\"first\":41,\"last\":43,\"samples\":["
                + "{\"device\":\"boiler\",\"channel\":\"flow-temp\",\"time\":1763920000000000,"
                + "\"value\":71.25,\"unit\":\"Cel\",\"quality\":\"good\"},"
                + "{\"device\":\"boiler\",\"channel\":\"mode\",\"time\":1763920000000001,"
                + "\"value\":null,\"quality\":\"bad/comm\"}]}");
  }
}
