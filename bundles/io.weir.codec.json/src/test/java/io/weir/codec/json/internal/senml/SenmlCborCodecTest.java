package io.weir.codec.json.internal.senml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.CodecContract;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SenmlCborCodecTest extends CodecContract {
  private final SenmlCborCodec codec = new SenmlCborCodec();

  @Override
  protected Codec codec() {
    return codec;
  }

  @Test
  void labelsAreTheNumbersOfTheRfc() {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    Batch batch = new Batch(8);
    batch.addDouble(flow.number(), 1_763_920_000_000_000L, 71.25);
    byte[] payload =
        codec.encode(
            new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of()),
            number -> Objects.requireNonNull(channels.get(number)));
    assertThat(HexFormat.of().formatHex(payload))
        .isEqualTo(
            "9fbf" // [ {
                + "21"
                + "6a"
                + hex("g1/boiler/") // bn
                + "22"
                + "1a"
                + "69234880" // bt
                + "67"
                + hex("gateway")
                + "62"
                + hex("g1")
                + "64"
                + hex("lane")
                + "69"
                + hex("telemetry")
                + "65"
                + hex("first")
                + "1829"
                + "64"
                + hex("last")
                + "182b"
                + "00"
                + "69"
                + hex("flow-temp") // n
                + "01"
                + "63"
                + hex("Cel") // u
                + "02"
                + "fb4051d00000000000" // v
                + "ffff");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
