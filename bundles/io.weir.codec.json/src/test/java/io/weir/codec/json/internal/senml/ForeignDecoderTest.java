package io.weir.codec.json.internal.senml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.MapChannelTable;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Python's json and cbor2 see what was meant, resolved by the letter of RFC 8428. */
class ForeignDecoderTest {
  private static final Path SCRIPT =
      Path.of("src/test/resources/io/weir/codec/json/internal/senml/resolve.py").toAbsolutePath();

  private final MapChannelTable channels = new MapChannelTable();

  @Test
  void pythonResolvesBothForms() throws Exception {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    ChannelInfo burner = channels.assign("boiler/burner", ValueType.BOOLEAN, "");
    ChannelInfo energy = channels.assign("meter/energy", ValueType.INTEGER, "Wh");
    ChannelInfo mode = channels.assign("meter/mode", ValueType.TEXT, "");
    ChannelInfo frame = channels.assign("meter/frame", ValueType.BYTES, "");
    Batch batch = new Batch(8);
    batch.addDouble(flow.number(), 1_763_920_000_000_001L, 71.2);
    batch.addBoolean(burner.number(), 1_763_920_000_000_001L, true);
    batch.addInteger(energy.number(), 1_763_920_000_999_999L, Long.MIN_VALUE);
    batch.addObject(mode.number(), 1_763_920_001_000_000L, "größer €", Quality.GOOD);
    batch.addObject(frame.number(), 1_763_920_001_000_000L, new byte[] {-1, 0, 62}, Quality.GOOD);
    batch.addBad(flow.number(), 1_763_920_002_123_456L, Quality.Reason.COMM);
    UplinkBatch uplink = new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of());
    List<String> expected =
        List.of(
            "g1/boiler/flow-temp 1763920000000001 71.2 Cel",
            "g1/boiler/burner 1763920000000001 true ",
            "g1/meter/energy 1763920000999999 -9223372036854775808 Wh",
            "g1/meter/mode 1763920001000000 \"gr\\u00f6\\u00dfer \\u20ac\" ",
            "g1/meter/frame 1763920001000000 \"ff003e\" ",
            "g1/boiler/flow-temp/quality 1763920002123456 \"bad/comm\" ");
    assertThat(resolved("json", new SenmlJsonCodec(), uplink)).isEqualTo(expected);
    assertThat(resolved("cbor", new SenmlCborCodec(), uplink)).isEqualTo(expected);
  }

  private List<String> resolved(String form, Codec codec, UplinkBatch batch) throws Exception {
    Process python =
        new ProcessBuilder("/usr/bin/python3", SCRIPT.toString(), form)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = python.getOutputStream()) {
      in.write(codec.encode(batch, number -> Objects.requireNonNull(channels.get(number))));
    }
    List<String> lines = new String(python.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(python.exitValue()).isZero();
    return lines;
  }
}
