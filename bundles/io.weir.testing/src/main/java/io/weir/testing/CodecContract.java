package io.weir.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Codec} must do. */
public abstract class CodecContract {
  private static final long EPOCH = 1_763_920_000_000_000L;

  /** The dictionary of the batches below. */
  protected final MapChannelTable channels = new MapChannelTable();

  private final ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
  private final ChannelInfo burner = channels.assign("boiler/burner", ValueType.BOOLEAN, "");
  private final ChannelInfo energy = channels.assign("meter/energy", ValueType.INTEGER, "Wh");
  private final ChannelInfo mode = channels.assign("pump/mode", ValueType.TEXT, "");
  private final ChannelInfo frame = channels.assign("pump/frame", ValueType.BYTES, "");

  /** The codec under test. */
  protected abstract Codec codec();

  /**
   * The value that comes back for one that goes in, for codecs that cannot carry every type; never
   * called for the value of a bad sample, which is null on both sides.
   */
  protected @Nullable Object carried(ChannelInfo channel, Object value) {
    return value;
  }

  @Test
  void namesAContentType() {
    assertThat(codec().contentType()).matches("[a-z]+/[a-z0-9.+-]+");
  }

  @Test
  void samplesComeBack() throws IOException {
    Batch batch = new Batch(16);
    for (int second = 0; second < 3; second++) {
      long time = EPOCH + second * 1_000_000L;
      batch.addDouble(flow.number(), time, 71.2 + second);
      batch.addBoolean(burner.number(), time, second == 1);
      batch.addInteger(energy.number(), time, 9_007_199_254_740_993L + second);
      batch.addObject(mode.number(), time, "größer €😀\n\"" + second, Quality.GOOD);
      batch.addObject(frame.number(), time, new byte[] {0, -1, (byte) second}, Quality.GOOD);
    }
    assertCarries(batch);
  }

  @Test
  void qualitiesComeBack() throws IOException {
    Batch batch = new Batch(16);
    long time = EPOCH;
    for (Quality.Reason reason : Quality.Reason.values()) {
      batch.addBad(flow.number(), time, reason);
      batch.addBad(mode.number(), time, reason);
      time += 1_000_000;
      batch.add(energy.number(), time, 5, Quality.uncertain(reason));
      batch.add(burner.number(), time, 1, Quality.uncertain(reason));
    }
    assertCarries(batch);
  }

  @Test
  void extremesComeBack() throws IOException {
    Batch batch = new Batch(16);
    long time = EPOCH;
    for (double value : new double[] {0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 0.1, 1e21}) {
      batch.addDouble(flow.number(), time++, value);
    }
    for (long value : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      batch.addInteger(energy.number(), time++, value);
    }
    batch.addObject(mode.number(), time, "", Quality.GOOD);
    batch.addObject(frame.number(), time, new byte[0], Quality.GOOD);
    assertCarries(batch);
  }

  @Test
  void whatIsNotANumberIsCarriedOrAbsentButNeverAnotherNumber() throws IOException {
    Batch batch = new Batch(16);
    batch.addDouble(flow.number(), EPOCH, Double.NaN);
    batch.addDouble(flow.number(), EPOCH + 1, Double.POSITIVE_INFINITY);
    batch.addDouble(flow.number(), EPOCH + 2, 1);
    List<Sample> samples = decode(telemetry(batch)).samples();
    assertThat(samples).last().extracting(Sample::value).isEqualTo(1.0);
    for (Sample sample : samples.subList(0, samples.size() - 1)) {
      assertThat(sample.value()).isIn(null, Double.NaN, Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void severalSamplesOfOneMomentComeBackInOrder() throws IOException {
    Batch batch = new Batch(16);
    batch.addInteger(energy.number(), EPOCH, 1);
    batch.addInteger(energy.number(), EPOCH, 2);
    batch.addDouble(flow.number(), EPOCH + 1, 3);
    batch.addInteger(energy.number(), EPOCH, 0);
    assertCarries(batch);
  }

  @Test
  void randomBatchesComeBack() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      assertCarries(randomBatch(random));
    }
  }

  @Test
  void eventsComeBack() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      events.add(
          new Event(
              "rule", "overheat", severity, EPOCH + 1, "zu heiß: \"95\"", Map.of("a", "b/c")));
    }
    events.add(new Event("command", "pump/speed", Severity.INFO, EPOCH, "", Map.of()));
    DecodedBatch back =
        decode(new UplinkBatch("g1", Lane.EVENT, 7, 9, new Batch(8), List.copyOf(events)));
    assertThat(back.lane()).isEqualTo(Lane.EVENT);
    assertThat(back.firstSequence()).isEqualTo(7);
    assertThat(back.lastSequence()).isEqualTo(9);
    assertThat(back.events()).containsExactlyElementsOf(events);
    assertThat(back.samples()).isEmpty();
  }

  @Test
  void anEmptyBatchComesBackEmpty() throws IOException {
    DecodedBatch back = decode(telemetry(new Batch(8)));
    assertThat(back.samples()).isEmpty();
    assertThat(back.events()).isEmpty();
  }

  @Test
  void largeSequencesComeBack() throws IOException {
    UplinkBatch batch =
        new UplinkBatch(
            "a.b_c-9", Lane.TELEMETRY, Long.MAX_VALUE - 1, Long.MAX_VALUE, new Batch(8), List.of());
    DecodedBatch back = decode(batch);
    assertThat(back.gateway()).isEqualTo("a.b_c-9");
    assertThat(back.firstSequence()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(back.lastSequence()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void hostileBytesGiveNothingButAnIOException() {
    Random random = new Random(4);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = mutate(codec().encode(telemetry(randomBatch(random)), channels::get), random);
      try {
        assertThat(codec().decode(bytes, channels::get)).isNotNull();
      } catch (IOException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void channelsNobodyKnowsGiveNothingButAnIOException() {
    byte[] bytes = codec().encode(telemetry(randomBatch(new Random(5))), channels::get);
    try {
      assertThat(codec().decode(bytes, number -> null)).isNotNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void theDictionaryIsAbsentOrNamesEveryChannel() {
    List<ChannelInfo> all = List.of(flow, burner, energy, mode, frame);
    byte[] dictionary = codec().dictionary("g1", all);
    if (dictionary != null) {
      String text = new String(dictionary, StandardCharsets.UTF_8);
      all.forEach(channel -> assertThat(text).contains(channel.localId()));
    }
  }

  @Test
  void encodesOnSeveralThreadsAtOnce() throws Exception {
    byte[] expected = codec().encode(telemetry(randomBatch(new Random(6))), channels::get);
    Codec shared = codec();
    Callable<byte[]> encode =
        () -> {
          byte[] last = expected;
          for (int i = 0; i < 200; i++) {
            last = shared.encode(telemetry(randomBatch(new Random(6))), channels::get);
            if (!Arrays.equals(last, expected)) {
              return last;
            }
          }
          return last;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<byte[]> each : threads.invokeAll(List.of(encode, encode, encode, encode))) {
        assertThat(each.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertCarries(Batch batch) throws IOException {
    DecodedBatch back = decode(telemetry(batch));
    assertThat(back.gateway()).isEqualTo("g1");
    assertThat(back.lane()).isEqualTo(Lane.TELEMETRY);
    assertThat(back.firstSequence()).isEqualTo(41);
    assertThat(back.lastSequence()).isEqualTo(43);
    assertThat(back.events()).isEmpty();
    List<Sample> expected = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      ChannelInfo channel = info(batch.channel(row));
      byte quality = batch.quality(row);
      Object value =
          Quality.isBad(quality) ? null : channel.type().box(batch.bits(row), batch.object(row));
      expected.add(
          new Sample(
              channel.id(),
              batch.time(row),
              value == null ? null : carried(channel, value),
              quality));
    }
    assertThat(byChannel(back.samples())).isEqualTo(byChannel(expected));
  }

  /** Grouped by channel, each channel's samples by time, else in the order they came. */
  private static List<String> byChannel(List<Sample> samples) {
    return samples.stream()
        .sorted(Comparator.comparing(Sample::channel).thenComparingLong(Sample::time))
        .map(
            s ->
                "%s %d %s %s"
                    .formatted(s.channel(), s.time(), text(s.value()), Quality.text(s.quality())))
        .toList();
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    return value.getClass().getSimpleName()
        + " "
        + (value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
  }

  private ChannelInfo info(int number) {
    ChannelInfo line = channels.get(number);
    if (line == null) {
      throw new IllegalStateException("no channel " + number);
    }
    return line;
  }

  private DecodedBatch decode(UplinkBatch batch) throws IOException {
    return codec().decode(codec().encode(batch, this::info), channels::get);
  }

  private static UplinkBatch telemetry(Batch batch) {
    return new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of());
  }

  private Batch randomBatch(Random random) {
    Batch batch = new Batch(16);
    long time = EPOCH;
    for (int row = random.nextInt(100); row > 0; row--) {
      if (random.nextInt(3) == 0) {
        time += random.nextInt(1_000_000);
      }
      byte quality =
          random.nextInt(5) == 0 ? Quality.uncertain(Quality.Reason.RANGE) : Quality.GOOD;
      switch (random.nextInt(6)) {
        case 0 -> batch.addBoolean(burner.number(), time, random.nextBoolean());
        case 1 -> batch.add(energy.number(), time, random.nextLong(), quality);
        case 2 -> batch.addDouble(flow.number(), time, random.nextGaussian());
        case 3 -> batch.addDouble(flow.number(), time, random.nextInt(1000) / 10.0);
        case 4 -> batch.addObject(mode.number(), time, "m" + random.nextInt(9), quality);
        default -> batch.addBad(frame.number(), time, Quality.Reason.COMM);
      }
    }
    return batch;
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] copy = bytes.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(copy.length);
      if (random.nextInt(4) == 0) {
        copy = Arrays.copyOf(copy, Math.max(1, at));
      } else {
        copy[at] = (byte) random.nextInt();
      }
    }
    return copy;
  }
}
