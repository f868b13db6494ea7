package io.weir.codec.weir.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.CodecContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeirCodecTest extends CodecContract {
  private final WeirCodec codec = new WeirCodec();

  @Override
  protected Codec codec() {
    return codec;
  }

  @Test
  void aDictionaryOfAnotherTypeIsRefused() {
    ChannelInfo text = new ChannelInfo(0, "boiler/flow-temp", ValueType.TEXT, "");
    byte[] payload = codec.encode(batch(), channels::get);
    assertThatThrownBy(() -> codec.decode(payload, number -> text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("channel 0 is DOUBLE in the payload and TEXT in the dictionary");
  }

  @Test
  void aThousandTenthsTakeAboutThreeBytesEach() {
    Batch batch = new Batch(16);
    for (int i = 0; i < 1000; i++) {
      batch.addDouble(0, 1_763_920_000_000_000L + i * 1_000_000L, 200 + (i * 37 % 11) / 10.0);
    }
    byte[] payload =
        codec.encode(
            new UplinkBatch("g1", Lane.TELEMETRY, 1, 1000, batch, List.of()), channels::get);
    assertThat(payload.length).isLessThan(3000);
  }

  private static UplinkBatch batch() {
    Batch batch = new Batch(8);
    batch.addDouble(0, 1, 2.5);
    return new UplinkBatch("g1", Lane.TELEMETRY, 1, 1, batch, List.of());
  }
}
