package io.weir.codec.weir.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write is what Google's protobuf reads by the published schema, and the other way. */
class ForeignDecoderTest {
  private static final Path SCHEMA = Path.of("../../distrib/docs/proto").toAbsolutePath();

  private final WeirCodec codec = new WeirCodec();
  private final MapChannelTable channels = new MapChannelTable();

  @TempDir Path directory = Path.of("");

  @BeforeEach
  void channels() {
    channels.assign("d/real", ValueType.DOUBLE, "Cel");
    channels.assign("d/count", ValueType.INTEGER, "");
    channels.assign("d/on", ValueType.BOOLEAN, "");
    channels.assign("d/text", ValueType.TEXT, "");
    channels.assign("d/bytes", ValueType.BYTES, "");
    channels.assign("d/float", ValueType.DOUBLE, "");
    channels.assign("d/noise", ValueType.DOUBLE, "");
  }

  @Test
  void protocReadsAndWritesIt() throws Exception {
    for (int round = 0; round < 5; round++) {
      byte[] payload = codec.encode(batch(round, round < 3 ? 20 : 2000), channels::get);
      byte[] text = run(payload, "protoc", protoPath(), "--decode=weir.batch.v1.Payload", proto());
      assertThat(new String(text, StandardCharsets.UTF_8)).contains("gateway: \"g1\"");
      byte[] back = run(text, "protoc", protoPath(), "--encode=weir.batch.v1.Payload", proto());
      assertThat(texts(codec.decode(back, channels::get)))
          .isEqualTo(texts(codec.decode(payload, channels::get)));
    }
  }

  @Test
  void thePublishedDecoderGivesTheSameSamples() throws Exception {
    run(new byte[0], "protoc", protoPath(), "--python_out=" + directory, proto());
    Path program = directory.resolve("weir_decode.py");
    Files.copy(SCHEMA.resolve("weir_decode.py"), program);
    Path dictionary = directory.resolve("channels.bin");
    List<ChannelInfo> all = new ArrayList<>();
    for (int number = 0; number < channels.size(); number++) {
      all.add(info(number));
    }
    Files.write(dictionary, codec.dictionary("g1", all));
    for (int round = 0; round < 3; round++) {
      byte[] payload = codec.encode(batch(round, 50 + round * 1000), this::info);
      Path file = Files.write(directory.resolve("payload.bin"), payload);
      byte[] lines =
          run(
              new byte[0],
              "/usr/bin/python3",
              program.toString(),
              file.toString(),
              dictionary.toString());
      List<String> expected = new ArrayList<>();
      for (Sample sample : codec.decode(payload, channels::get).samples()) {
        expected.add(
            "[\"%s\", %d, %s, %d]"
                .formatted(sample.channel(), sample.time(), json(sample), sample.quality() & 0xFF));
      }
      expected.add("[\"rule\", \"hot\", 2, -5, \"over 90\"]");
      assertThat(normal(new String(lines, StandardCharsets.UTF_8).lines().toList()))
          .isEqualTo(expected);
    }
  }

  /** Numbers as Java writes them. */
  private static List<String> normal(List<String> lines) {
    return lines.stream()
        .map(
            line -> {
              String[] parts = line.split(", ", 4);
              if (line.startsWith("[\"d/real")
                  || line.startsWith("[\"d/float")
                  || line.startsWith("[\"d/noise")) {
                parts[2] = parts[2].equals("null") ? "null" : "" + Double.parseDouble(parts[2]);
              }
              return String.join(", ", parts);
            })
        .toList();
  }

  private static String json(Sample sample) {
    Object value = sample.value();
    if (value instanceof byte[] bytes) {
      return "\"" + HexFormat.of().formatHex(bytes) + "\"";
    }
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }

  private UplinkBatch batch(int seed, int rows) {
    Random random = new Random(seed);
    Batch batch = new Batch(16);
    long time = 1_763_920_000_000_000L;
    for (int row = 0; row < rows; row++) {
      time += row % 7 == 0 ? 1_000_000 + random.nextInt(3) : 0;
      byte quality =
          random.nextInt(20) == 0 ? Quality.uncertain(Quality.Reason.RANGE) : Quality.GOOD;
      int channel = random.nextInt(10) == 0 ? random.nextInt(7) : row % 7;
      switch (channel) {
        case 0 -> batch.add(0, time, bits(random.nextInt(900) * 0.1), quality);
        case 1 -> batch.add(1, time, random.nextInt(50) == 0 ? random.nextLong() : row, quality);
        case 2 -> batch.add(2, time, random.nextInt(2), quality);
        case 3 -> batch.addObject(3, time, "mode " + random.nextInt(5), quality);
        case 4 -> batch.addObject(4, time, new byte[] {(byte) row, 0}, quality);
        case 5 -> batch.add(5, time, bits((float) (random.nextInt(900) / 100.0)), quality);
        default -> {
          if (random.nextInt(4) == 0) {
            batch.addBad(6, time, Quality.Reason.COMM);
          } else {
            batch.add(6, time, bits(random.nextGaussian()), quality);
          }
        }
      }
    }
    Event event = new Event("rule", "hot", Severity.WARNING, -5, "over 90", Map.of("a", "b"));
    return new UplinkBatch("g1", Lane.TELEMETRY, 1, 2, batch, List.of(event));
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static List<String> texts(DecodedBatch batch) {
    List<String> texts = new ArrayList<>();
    for (Sample sample : batch.samples()) {
      texts.add(sample.channel() + sample.time() + json(sample) + sample.quality());
    }
    texts.add(batch.gateway() + batch.lane() + batch.events());
    return texts;
  }

  private ChannelInfo info(int number) {
    ChannelInfo line = channels.get(number);
    if (line == null) {
      throw new IllegalStateException("no channel " + number);
    }
    return line;
  }

  private static String protoPath() {
    return "--proto_path=" + SCHEMA;
  }

  private static String proto() {
    return "weir_batch_v1.proto";
  }

  private byte[] run(byte[] input, String... command) throws Exception {
    Path in = Files.write(directory.resolve("in"), input);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended in time").isTrue();
      String complaint = Files.readString(err);
      Assumptions.assumeFalse(
          complaint.contains("No module named 'google'"), "python3-protobuf is not installed");
      assertThat(process.exitValue()).as(Arrays.toString(command) + complaint).isZero();
      return Files.readAllBytes(out);
    } catch (IOException e) {
      return Assumptions.abort(command[0] + " is not installed: " + e.getMessage());
    }
  }
}
