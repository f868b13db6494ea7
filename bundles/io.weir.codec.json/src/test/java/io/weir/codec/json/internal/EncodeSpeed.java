package io.weir.codec.json.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.codec.json.internal.samples.SamplesCodec;
import io.weir.codec.json.internal.senml.SenmlCborCodec;
import io.weir.codec.json.internal.senml.SenmlJsonCodec;
import io.weir.testing.MapChannelTable;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Prints nanoseconds and bytes a sample for typical batches; run by hand. */
public final class EncodeSpeed {
  private EncodeSpeed() {}

  public static void main(String[] arguments) {
    for (Supplier<Codec> codec :
        List.<Supplier<Codec>>of(
            JsonCodec::new, SamplesCodec::new, SenmlJsonCodec::new, SenmlCborCodec::new)) {
      System.out.println(codec.get().getClass().getSimpleName());
      for (int warm = 0; warm < 2; warm++) {
        measure(codec, "1000 channels x 5", 1000, 5, 10, true);
        measure(codec, "1000 channels x 5, float32", 1000, 5, 10, false);
        measure(codec, "5000 channels x 1", 5000, 1, 50, true);
        measure(codec, "50 channels x 100", 50, 100, 10, true);
      }
    }
  }

  private static void measure(
      Supplier<Codec> made, String name, int channels, int polls, int devices, boolean tenths) {
    MapChannelTable table = new MapChannelTable();
    for (int i = 0; i < channels; i++) {
      table.assign("device-" + i % devices + "/channel-" + i, ValueType.DOUBLE, "");
    }
    SplittableRandom random = new SplittableRandom(1);
    Batch batch = new Batch(channels * polls);
    for (int poll = 0; poll < polls; poll++) {
      for (int i = 0; i < channels; i++) {
        double value = random.nextInt(-1000, 10_000) / 10.0;
        batch.addDouble(i, 1_763_920_000_000_000L + poll, tenths ? value : (float) value);
      }
    }
    UplinkBatch uplink = new UplinkBatch("g1", Lane.TELEMETRY, 1, polls, batch, List.of());
    Codec codec = made.get();
    int bytes = 0;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        bytes = codec.encode(uplink, n -> Objects.requireNonNull(table.get(n))).length;
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf(
        "%-28s %6.1f ns/sample %6.1f B/sample%n",
        name, best / 100.0 / batch.size(), bytes / (double) batch.size());
  }
}
