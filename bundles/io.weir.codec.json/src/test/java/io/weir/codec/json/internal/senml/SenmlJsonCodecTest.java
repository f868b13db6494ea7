package io.weir.codec.json.internal.senml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.CodecContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenmlJsonCodecTest extends CodecContract {
  private final SenmlJsonCodec codec = new SenmlJsonCodec();

  @Override
  protected Codec codec() {
    return codec;
  }

  @Test
  void writesRecordsAsTheRfcHasThem() {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    ChannelInfo frame = channels.assign("boiler/frame", ValueType.BYTES, "");
    ChannelInfo energy = channels.assign("meter/energy", ValueType.INTEGER, "Wh");
    Batch batch = new Batch(8);
    batch.addDouble(flow.number(), 1_763_920_000_000_000L, 71.25);
    batch.addObject(
        frame.number(), 1_763_920_000_000_000L, new byte[] {-1, -17, -66, 0}, Quality.GOOD);
    batch.add(energy.number(), 1_763_920_000_250_001L, 5, Quality.uncertain(Quality.Reason.CLOCK));
    batch.addBad(energy.number(), 1_763_920_001_250_001L, Quality.Reason.COMM);
    assertThat(encode(new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of())))
        .isEqualTo(
            "[{\"bn\":\"g1/boiler/\",\"bt\":1763920000,"
                + "\"gateway\":\"g1\",\"lane\":\"telemetry\",\"first\":41,\"last\":43,"
                + "\"n\":\"flow-temp\",\"u\":\"Cel\",\"v\":71.25},"
                + "{\"n\":\"frame\",\"vd\":\"_---AA\"},"
                + "{\"bn\":\"g1/meter/\",\"bt\":1763920000.250001,"
                + "\"n\":\"energy\",\"u\":\"Wh\",\"v\":5},"
                + "{\"n\":\"energy/quality\",\"vs\":\"uncertain/clock\"},"
                + "{\"bt\":1763920001.250001,\"n\":\"energy/quality\",\"vs\":\"bad/comm\"}]");
  }

  @Test
  void anEventIsTextInJson() {
    Event event =
        new Event(
            "rule",
            "overheat",
            Severity.WARNING,
            1_763_920_000_000_000L,
            "hot",
            Map.of("temp", "95"));
    assertThat(encode(new UplinkBatch("g1", Lane.EVENT, 7, 7, new Batch(1), List.of(event))))
        .isEqualTo(
            "[{\"bn\":\"g1/\",\"bt\":1763920000,"
                + "\"gateway\":\"g1\",\"lane\":\"event\",\"first\":7,\"last\":7,\"n\":\"event\","
                + "\"vs\":\"{\\\"type\\\":\\\"rule\\\",\\\"source\\\":\\\"overheat\\\","
                + "\\\"severity\\\":\\\"warning\\\",\\\"time\\\":1763920000000000,"
                + "\\\"message\\\":\\\"hot\\\",\\\"attributes\\\":{\\\"temp\\\":\\\"95\\\"}}\"}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":\"a/b\",\"v\":\"5\"}",
        "{\"n\":\"a/b\",\"vb\":1}",
        "{\"n\":\"a/b\",\"vs\":5}",
        "{\"n\":\"a/b\",\"v\":5,\"bv\":1}",
        "{\"n\":\"a/b\"}",
        "{\"n\":\"a/b\",\"v\":5,\"t\":\"now\"}",
        "{\"n\":\"a/b\",\"v\":5,\"t\":1e300}",
        "{\"n\":\"a/b/quality\",\"vs\":\"uncertain/clock\"}",
        "{\"n\":\"a/b/quality\",\"vs\":\"fine\"}",
        "{\"n\":\"event\",\"vs\":\"no\"}"
      })
  void refusesWhatIsNoRecordOfAGateway(String record) {
    String envelope =
        "[{\"bn\":\"g1/\",\"gateway\":\"g1\",\"lane\":\"telemetry\",\"first\":1,\"last\":1},";
    assertThatThrownBy(() -> codec.decode((envelope + record + "]").getBytes(UTF_8), n -> null))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("payload: ");
  }

  private String encode(UplinkBatch batch) {
    return new String(
        codec.encode(batch, number -> Objects.requireNonNull(channels.get(number))), UTF_8);
  }
}
