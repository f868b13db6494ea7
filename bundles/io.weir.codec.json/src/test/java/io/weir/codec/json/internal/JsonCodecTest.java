package io.weir.codec.json.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {
  private static final long T = 1_763_920_000_000_000L;

  private final JsonCodec codec = new JsonCodec();
  private final MapChannelTable table = new MapChannelTable();

  private ChannelInfo line(int number) {
    ChannelInfo info = table.get(number);
    assertNotNull(info);
    return info;
  }

  private int channel(String id, ValueType type) {
    return table.assign(id, type, "").number();
  }

  private static UplinkBatch telemetry(Batch batch) {
    return new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of());
  }

  private String encode(Batch batch) {
    return new String(codec.encode(telemetry(batch), this::line), UTF_8);
  }

  private Batch plant() {
    int flow = channel("boiler/flow-temp", ValueType.DOUBLE);
    int burner = channel("boiler/burner", ValueType.BOOLEAN);
    int energy = channel("meter/energy", ValueType.INTEGER);
    int label = channel("meter/label", ValueType.TEXT);
    int raw = channel("meter/raw", ValueType.BYTES);
    Batch batch = new Batch(16);
    for (int i = 0; i < 2; i++) {
      long time = T + i * 1_000_000L;
      batch.addDouble(flow, time, 71.2 + i);
      batch.addBoolean(burner, time, i == 0);
      batch.addInteger(energy, time + 5, Long.MAX_VALUE - i);
    }
    batch.addBad(flow, T + 2_000_000, Reason.COMM);
    batch.addBoolean(burner, T + 2_000_000, true);
    batch.add(energy, T + 2_000_005, Long.MIN_VALUE, Quality.uncertain(Reason.CLOCK));
    batch.addObject(label, T, "L\u00e4ufer \"1\"\n", Quality.GOOD);
    batch.addObject(raw, T, new byte[] {0, 1, -1}, Quality.GOOD);
    return batch;
  }

  @Test
  void telemetryIsTheGoldenDocument() throws IOException {
    assertEquals(golden("telemetry.json"), encode(plant()));
    // A second time, from the kept buffers.
    assertEquals(golden("telemetry.json"), encode(plant()));
  }

  @Test
  void eventsAreTheGoldenDocument() throws IOException {
    List<Event> events =
        List.of(
            new Event(
                "rule", "overheat", Severity.WARNING, T, "Boiler at 91.5", Map.of("temp", "91.5")),
            new Event("command", "pump/speed", Severity.INFO, T + 1, "", Map.of()));
    UplinkBatch batch = new UplinkBatch("g1", Lane.EVENT, 7, 8, new Batch(0), events);
    byte[] payload = codec.encode(batch, this::line);
    assertEquals(golden("event.json"), new String(payload, UTF_8));
    assertEquals(events, codec.decode(payload, table::get).events());
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = JsonCodecTest.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }

  @Test
  void samplesComeBackEqual() throws IOException {
    DecodedBatch back = codec.decode(codec.encode(telemetry(plant()), this::line), table::get);
    assertEquals("g1", back.gateway());
    assertEquals(Lane.TELEMETRY, back.lane());
    assertEquals(41, back.firstSequence());
    assertEquals(43, back.lastSequence());
    assertThat(back.samples())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(
            new Sample("boiler/flow-temp", T, 71.2, Quality.GOOD),
            new Sample("boiler/flow-temp", T + 1_000_000, 72.2, Quality.GOOD),
            new Sample("boiler/flow-temp", T + 2_000_000, null, Quality.bad(Reason.COMM)),
            new Sample("boiler/burner", T, true, Quality.GOOD),
            new Sample("boiler/burner", T + 1_000_000, false, Quality.GOOD),
            new Sample("boiler/burner", T + 2_000_000, true, Quality.GOOD),
            new Sample("meter/energy", T + 5, Long.MAX_VALUE, Quality.GOOD),
            new Sample("meter/energy", T + 1_000_005, Long.MAX_VALUE - 1, Quality.GOOD),
            new Sample(
                "meter/energy", T + 2_000_005, Long.MIN_VALUE, Quality.uncertain(Reason.CLOCK)),
            new Sample("meter/label", T, "L\u00e4ufer \"1\"\n", Quality.GOOD),
            new Sample("meter/raw", T, new byte[] {0, 1, -1}, Quality.GOOD));
  }

  @Test
  void whatJsonCannotShowIsBad() {
    int flow = channel("boiler/flow-temp", ValueType.DOUBLE);
    Batch batch = new Batch(4);
    batch.addDouble(flow, 1, Double.NaN);
    batch.addDouble(flow, 2, Double.NEGATIVE_INFINITY);
    batch.addDouble(flow, 3, 0.5);
    assertThat(encode(batch))
        .contains("\"flow-temp\":[null,null,0.5]")
        .contains("\"flow-temp\":[\"bad/range\",\"bad/range\",\"good\"]");
  }

  @Test
  void badRowsNeverShowTheirBits() {
    int flow = channel("boiler/flow-temp", ValueType.DOUBLE);
    Batch batch = new Batch(4);
    batch.add(flow, 1, Double.doubleToRawLongBits(99), Quality.bad(Reason.STALE));
    assertThat(encode(batch))
        .contains("\"values\":{\"flow-temp\":null},\"quality\":{\"flow-temp\":\"bad/stale\"}")
        .doesNotContain("99");
  }

  @Test
  void channelsOfOneDeviceWithOtherTimesAreOtherBlocks() {
    int a = channel("d/a", ValueType.INTEGER);
    int b = channel("d/b", ValueType.INTEGER);
    int c = channel("d/c", ValueType.INTEGER);
    Batch batch = new Batch(8);
    batch.addInteger(a, 1, 10);
    batch.addInteger(b, 1, 20);
    batch.addInteger(c, 1, 30);
    batch.addInteger(a, 2, 11);
    batch.addInteger(c, 2, 31);
    assertThat(encode(batch))
        .contains("{\"device\":\"d\",\"time\":[1,2],\"values\":{\"a\":[10,11],\"c\":[30,31]}}")
        .contains("{\"device\":\"d\",\"time\":1,\"values\":{\"b\":20}}");
  }

  @Test
  void aChannelWhoseTypeChangedNeverSharesAField() throws IOException {
    int before = channel("d/a", ValueType.INTEGER);
    int after = channel("d/a", ValueType.DOUBLE);
    Batch batch = new Batch(8);
    batch.addInteger(before, 1, 10);
    batch.addDouble(after, 1, 10.5);
    byte[] payload = codec.encode(telemetry(batch), this::line);
    assertThat(codec.decode(payload, number -> null).samples())
        .containsExactly(
            new Sample("d/a", 1, 10L, Quality.GOOD), new Sample("d/a", 1, 10.5, Quality.GOOD));
  }

  @Test
  void randomBatchesComeBackWhole() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 50; round++) {
      int count = random.nextInt(1, 200);
      for (int i = 0; i < count; i++) {
        channel("d" + i % 7 + "/c" + i, ValueType.DOUBLE);
      }
      Batch batch = new Batch(8);
      int rows = random.nextInt(1, 2_000);
      for (int i = 0; i < rows; i++) {
        batch.addDouble(random.nextInt(count), T + random.nextInt(5), random.nextInt() / 10.0);
      }
      List<Sample> samples =
          codec.decode(codec.encode(telemetry(batch), this::line), table::get).samples();
      Sample[] expected = new Sample[rows];
      for (int i = 0; i < rows; i++) {
        expected[i] =
            new Sample(
                line(batch.channel(i)).id(),
                batch.time(i),
                Double.longBitsToDouble(batch.bits(i)),
                Quality.GOOD);
      }
      assertThat(samples).containsExactlyInAnyOrder(expected);
    }
  }

  @Test
  void aFailedCallLeavesNothingBehind() {
    Batch batch = plant();
    assertThrows(
        IllegalStateException.class,
        () ->
            codec.encode(
                telemetry(batch),
                number -> {
                  if (number == 3) {
                    throw new IllegalStateException("channel 3 is not known");
                  }
                  return line(number);
                }));
    Batch next = new Batch(1);
    next.addDouble(0, 1, 2.5);
    assertEquals(
        "{\"gateway\":\"g1\",\"lane\":\"telemetry\",\"first\":41,\"last\":43,\"blocks\":["
            + "{\"device\":\"boiler\",\"time\":1,\"values\":{\"flow-temp\":2.5}}]}",
        encode(next));
  }

  @Test
  void oneEntryMayStandAloneOrInAnArray() throws IOException {
    String alone =
        HEAD
            + ",\"blocks\":[{\"device\":\"d\",\"time\":5,\"values\":{\"a\":null,\"b\":7},"
            + "\"quality\":{\"a\":\"bad/comm\"}}]}";
    String inArrays =
        HEAD
            + ",\"blocks\":[{\"device\":\"d\",\"time\":[5],\"values\":{\"a\":[null],\"b\":[7]},"
            + "\"quality\":{\"a\":[\"bad/comm\"]}}]}";
    for (String payload : List.of(alone, inArrays)) {
      assertThat(codec.decode(payload.getBytes(UTF_8), number -> null).samples())
          .containsExactly(
              new Sample("d/a", 5, null, Quality.bad(Reason.COMM)),
              new Sample("d/b", 5, 7L, Quality.GOOD));
    }
  }

  @Test
  void payloadsDescribeThemselves() {
    assertEquals("application/json", codec.contentType());
    byte @Nullable [] dictionary = codec.dictionary("g1", List.of());
    assertArrayEquals(null, dictionary);
  }

  private static final String HEAD =
      "{\"gateway\":\"g\",\"lane\":\"telemetry\",\"first\":1,\"last\":2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "null",
        HEAD,
        HEAD + "} trailing",
        HEAD + ",\"last\":3}",
        "{\"gateway\":\"g\",\"lane\":\"telemetry\",\"first\":3,\"last\":2}",
        "{\"gateway\":\"g\",\"lane\":\"express\",\"first\":1,\"last\":2}",
        "{\"gateway\":\"g\",\"lane\":\"telemetry\",\"first\":1e99,\"last\":2}",
        "{\"gateway\":\"g\",\"lane\":\"telemetry\",\"first\":1,\"last\":99999999999999999999}",
        HEAD + ",\"blocks\":{}}",
        HEAD + ",\"blocks\":[1]}",
        HEAD + ",\"blocks\":[{\"time\":[1],\"values\":{\"a\":[1]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[1,2]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[null]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[{}]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[1e999]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[\"1\"],\"values\":{\"a\":[1]}}]}",
        HEAD
            + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[1]},"
            + "\"quality\":{\"a\":[\"bad/comm\"]}}]}",
        HEAD
            + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[1]},"
            + "\"quality\":{\"a\":[\"splendid\"]}}]}",
        HEAD
            + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"a\":[1]},"
            + "\"quality\":{\"b\":[\"good\"]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":1,\"values\":{\"a\":[1,2]}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[1,2],\"values\":{\"a\":1}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":null,\"values\":{\"a\":1}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":1,\"values\":{\"a\":{}}}]}",
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":1,\"values\":{\"a\":null}}]}",
        HEAD
            + ",\"blocks\":[{\"device\":\"d\",\"time\":1,\"values\":{\"a\":null},"
            + "\"quality\":{\"a\":null}}]}",
        HEAD + ",\"x\":[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}",
        HEAD + ",\"events\":[{\"severity\":\"dire\"}]}",
        HEAD + ",\"events\":[{\"attributes\":{\"a\":1}}]}"
      })
  void wrongPayloadsAreRefused(String payload) {
    IOException refused =
        assertThrows(
            IOException.class, () -> codec.decode(payload.getBytes(UTF_8), number -> null));
    assertThat(refused).hasMessageStartingWith("payload");
  }

  @Test
  void bytesThatAreNotBase64AreRefused() {
    channel("d/raw", ValueType.BYTES);
    String payload =
        HEAD + ",\"blocks\":[{\"device\":\"d\",\"time\":[1],\"values\":{\"raw\":[\"%%\"]}}]}";
    assertThrows(IOException.class, () -> codec.decode(payload.getBytes(UTF_8), table::get));
  }

  @Test
  void anyDamageIsReadOrRefusedButNothingElse() {
    byte[] good = codec.encode(telemetry(plant()), this::line);
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        codec.decode(bytes, table::get);
      } catch (IOException refused) {
        assertNotNull(refused.getMessage());
      }
    }
  }
}
