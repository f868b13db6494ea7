package io.weir.api.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.util.Random;

/** Random batches of every shape the gateway makes, and some it never makes. */
final class Batches {
  private static final double[] ODD = {
    0.0,
    -0.0,
    Double.NaN,
    Double.longBitsToDouble(0x7FF0_0000_0000_0001L),
    Double.longBitsToDouble(0xFFF8_1234_5678_9ABCL),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    1e-9,
    9007199254740992.0,
    -123456789.12345679,
    1L << 53,
    -(1L << 53)
  };
  private static final long[] ODD_INTEGERS = {
    0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, 1L << 53
  };

  private Batches() {}

  /** The type of a channel number in these batches. */
  static ValueType type(int channel) {
    return ValueType.ofCode(channel % 5 + 1);
  }

  /** A random batch; about every tenth value is an odd one if {@code odd}. */
  static Batch random(Random random, int maxRows, boolean odd) {
    Batch batch = new Batch(16);
    int rows = random.nextInt(maxRows + 1);
    int channels = 1 + random.nextInt(random.nextBoolean() ? 3 : 200);
    boolean regular = random.nextBoolean();
    long time = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1_000_000_000);
    int scale = random.nextInt(8);
    for (int row = 0; row < rows; row++) {
      int channel = regular ? row % channels : random.nextInt(channels);
      if (regular ? channel == 0 : random.nextInt(5) == 0) {
        time += random.nextInt(4) == 0 ? random.nextInt(2_000_000) - 1000 : 1_000_000;
      }
      byte quality = quality(random);
      if (Quality.isBad(quality)) {
        batch.add(channel, time, 0, quality);
      } else {
        value(batch, channel, time, quality, random, odd && random.nextInt(10) == 0, scale);
      }
    }
    return batch;
  }

  private static byte quality(Random random) {
    return random.nextInt(12) != 0
        ? Quality.GOOD
        : Quality.of(
            Quality.Level.values()[random.nextInt(3)], Quality.Reason.values()[random.nextInt(7)]);
  }

  private static void value(
      Batch batch, int channel, long time, byte quality, Random random, boolean odd, int scale) {
    switch (type(channel)) {
      case BOOLEAN -> batch.add(channel, time, random.nextInt(2), quality);
      case INTEGER ->
          batch.add(
              channel,
              time,
              odd ? ODD_INTEGERS[random.nextInt(ODD_INTEGERS.length)] : random.nextInt(2000) - 1000,
              quality);
      case DOUBLE ->
          batch.add(channel, time, Double.doubleToRawLongBits(real(random, odd, scale)), quality);
      case TEXT -> batch.addObject(channel, time, odd ? "" : "grün €😀" + row(random), quality);
      case BYTES -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        batch.addObject(channel, time, odd ? null : bytes, quality);
      }
    }
  }

  private static int row(Random random) {
    return random.nextInt(1000);
  }

  private static double real(Random random, boolean odd, int scale) {
    if (odd) {
      return ODD[random.nextInt(ODD.length)];
    }
    int raw = random.nextInt(200_000) - 100_000;
    return switch (scale) {
      case 0 -> raw / 10.0;
      case 1 -> raw * 0.1;
      case 2 -> (float) (raw / 1000.0);
      case 3 -> random.nextGaussian();
      case 4 -> random.nextFloat() * 1e12f;
      case 5 -> raw;
      case 6 -> raw * 0.001 + 273.15;
      default -> raw / Math.pow(10, random.nextInt(10));
    };
  }

  /** Asserts that both batches hold the same rows, bit for bit. */
  static void assertSame(Batch actual, Batch expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int row = 0; row < expected.size(); row++) {
      if (actual.channel(row) != expected.channel(row)
          || actual.time(row) != expected.time(row)
          || actual.bits(row) != expected.bits(row)
          || actual.quality(row) != expected.quality(row)) {
        assertThat(text(actual, row)).as("row " + row).isEqualTo(text(expected, row));
      }
      assertThat(actual.object(row)).isEqualTo(expected.object(row));
    }
  }

  private static String text(Batch batch, int row) {
    return "channel %d time %d bits %x quality %d"
        .formatted(batch.channel(row), batch.time(row), batch.bits(row), batch.quality(row));
  }
}
