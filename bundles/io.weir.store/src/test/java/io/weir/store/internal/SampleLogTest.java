package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleLogTest {
  private static final long NOW = 1_790_000_000_000_000L;
  private static final long[] BITS = {
    0,
    1,
    -1,
    (1L << 47) - 1,
    1L << 47,
    -(1L << 47),
    -(1L << 47) - 1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Double.doubleToRawLongBits(71.3),
    Double.doubleToRawLongBits(-0.001),
    Double.doubleToRawLongBits(-0.0),
    Double.doubleToRawLongBits(Math.PI),
    Double.doubleToRawLongBits(Double.NaN),
    0x7FF8_0000_0000_0001L,
    Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
    Double.doubleToRawLongBits(Double.MIN_VALUE),
    Double.doubleToRawLongBits(Double.MAX_VALUE),
    Double.doubleToRawLongBits(0x1p52),
    Double.doubleToRawLongBits(1e12 + 0.001),
  };

  private final SampleLog log = new SampleLog();

  @Test
  void everySampleComesBackAsItWasInTheOrderOfItsChannel() {
    Random random = new Random(7);
    for (int turn = 0; turn < 3; turn++) { // The room of the turn before is used again.
      List<Batch> expected = new ArrayList<>();
      for (int channel = 0; channel < 50; channel++) {
        expected.add(new Batch(8));
      }
      Batch batch = new Batch(8);
      for (int i = 0; i < 20_000; i++) {
        batch.clear();
        row(batch, random);
        log.addAll(batch);
        expected.get(batch.channel(0)).addRow(batch, 0);
      }
      assertThat(log.size()).isEqualTo(20_000);
      assertThat(log.channels()).isLessThanOrEqualTo(50);
      for (int channel = 0; channel < 60; channel++) {
        Batch read = new Batch(8);
        log.read(channel, Long.MIN_VALUE, Long.MAX_VALUE, read);
        assertSame(read, channel < 50 ? expected.get(channel) : new Batch(8));
      }
      log.clear();
      assertThat(log.size()).isZero();
      Batch nothing = new Batch(8);
      log.read(1, Long.MIN_VALUE, Long.MAX_VALUE, nothing);
      assertThat(nothing.isEmpty()).isTrue();
    }
  }

  private static void row(Batch batch, Random random) {
    int channel = random.nextInt(50);
    long time =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> -random.nextInt(1000);
          case 2 -> random.nextLong();
          default -> NOW + random.nextInt(1_000_000_000);
        };
    byte quality =
        random.nextInt(4) == 0 ? Quality.bad(Quality.Reason.COMM) : (byte) random.nextInt(2);
    switch (random.nextInt(10)) {
      case 0 -> batch.addObject(channel, time, "text " + random.nextInt(), quality);
      case 1 -> batch.add(channel, time, random.nextLong(), quality);
      case 2 ->
          batch.add(
              channel, time, Double.doubleToRawLongBits(random.nextInt(100_000) / 10.0), quality);
      default -> batch.add(channel, time, BITS[random.nextInt(BITS.length)], quality);
    }
  }

  private static void assertSame(Batch actual, Batch expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int row = 0; row < expected.size(); row++) {
      assertThat(actual.channel(row)).isEqualTo(expected.channel(row));
      assertThat(actual.time(row)).isEqualTo(expected.time(row));
      assertThat(actual.bits(row)).isEqualTo(expected.bits(row));
      assertThat(actual.quality(row)).isEqualTo(expected.quality(row));
      assertThat(actual.object(row)).isEqualTo(expected.object(row));
    }
  }

  @Test
  void onlySamplesOfTheRangeAreRead() {
    Batch batch = new Batch(8);
    for (int i = 0; i < 100; i++) {
      batch.addInteger(3, NOW + i, i);
    }
    log.addAll(batch);
    Batch read = new Batch(8);
    log.read(3, NOW + 10, NOW + 20, read);
    assertThat(read.size()).isEqualTo(10);
    assertThat(read.bits(0)).isEqualTo(10);
    assertThat(read.bits(9)).isEqualTo(19);
  }
}
