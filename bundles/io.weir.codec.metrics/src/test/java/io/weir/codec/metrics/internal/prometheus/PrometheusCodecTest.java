package io.weir.codec.metrics.internal.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusCodecTest {
  private static final long T = 1_763_920_000_000_000L;

  /** What of remote write's schema a gateway uses. */
  private static final String SCHEMA =
      """
      syntax = "proto3";
      message WriteRequest { repeated TimeSeries timeseries = 1; }
      message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
      message Label { string name = 1; string value = 2; }
      message Sample { double value = 1; int64 timestamp = 2; }
      """;

  private final PrometheusCodec codec = new PrometheusCodec();
  private final MapChannelTable channels = new MapChannelTable();

  @TempDir Path folder = Path.of("");

  @Test
  void protocReadsSeriesWithLabelsInOrderAndTheirSamplesByTime() throws Exception {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    ChannelInfo mode = channels.assign("boiler/mode", ValueType.TEXT, "");
    ChannelInfo burner = channels.assign("boiler/burner", ValueType.BOOLEAN, "");
    Batch batch = new Batch(8);
    batch.addDouble(flow.number(), T + 1_000_000, 72.5);
    batch.addDouble(flow.number(), T, 1);
    batch.addDouble(flow.number(), T + 999, 71.25);
    batch.addObject(mode.number(), T, "auto", Quality.GOOD);
    batch.addBoolean(burner.number(), T, true);
    assertThat(text(batch))
        .isEqualTo(
            """
            timeseries {
              labels {
                name: "__name__"
                value: "weir_flow_temp"
              }
              labels {
                name: "channel"
                value: "flow-temp"
              }
              labels {
                name: "device"
                value: "boiler"
              }
              labels {
                name: "gateway"
                value: "g1"
              }
              labels {
                name: "unit"
                value: "Cel"
              }
              samples {
                value: 71.25
                timestamp: 1763920000000
              }
              samples {
                value: 72.5
                timestamp: 1763920001000
              }
            }
            timeseries {
              labels {
                name: "__name__"
                value: "weir_burner"
              }
              labels {
                name: "channel"
                value: "burner"
              }
              labels {
                name: "device"
                value: "boiler"
              }
              labels {
                name: "gateway"
                value: "g1"
              }
              samples {
                value: 1
                timestamp: 1763920000000
              }
            }
            """);
  }

  @Test
  void aBadSampleIsTheStalenessMarker() throws Exception {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "");
    Batch batch = new Batch(1);
    batch.addBad(flow.number(), T, Quality.Reason.COMM);
    byte[] plain = plain(batch);
    byte[] marker = {1 << 3 | 1, 2, 0, 0, 0, 0, 0, (byte) 0xf0, 0x7f};
    assertThat(ByteBufUtil.hexDump(plain)).contains(ByteBufUtil.hexDump(marker));
  }

  @Test
  void itIsOnlyWritten() {
    assertThatThrownBy(() -> codec.decode(new byte[0], number -> null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("only written");
    assertThat(codec.contentEncoding()).isEqualTo("snappy");
    assertThat(codec.dictionary("g1", List.of())).isNull();
  }

  private byte[] plain(Batch batch) {
    byte[] payload =
        codec.encode(
            new UplinkBatch("g1", Lane.TELEMETRY, 1, 1, batch, List.of()),
            number -> Objects.requireNonNull(channels.get(number)));
    ByteBuf out = Unpooled.buffer();
    new Snappy().decode(Unpooled.wrappedBuffer(payload), out);
    return ByteBufUtil.getBytes(out);
  }

  private String text(Batch batch) throws Exception {
    Path schema = Files.writeString(folder.resolve("remote.proto"), SCHEMA);
    Process protoc =
        new ProcessBuilder(
                "protoc", "--proto_path=" + folder, "--decode=WriteRequest", schema.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = protoc.getOutputStream()) {
      in.write(plain(batch));
    }
    String text = new String(protoc.getInputStream().readAllBytes(), UTF_8);
    assertThat(protoc.waitFor()).isZero();
    return text;
  }
}
