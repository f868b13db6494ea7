package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.api.encoding.MalformedException;
import io.weir.api.store.HistoryLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollupCodecTest {
  private static final long ORIGIN = 1_767_225_600_000_000L;

  private final RollupCodec codec = new RollupCodec();

  @Test
  void whatGoesInComesOut() throws Exception {
    Random random = new Random(2);
    for (int round = 0; round < 2000; round++) {
      HistoryLevel level = HistoryLevel.values()[1 + random.nextInt(3)];
      List<Rollup> rollups = rollups(random, level);
      List<Rollup> back = new ArrayList<>();
      codec.decode(level, ORIGIN, codec.encode(level, ORIGIN, rollups), back);
      assertThat(back).hasSameSizeAs(rollups);
      for (int i = 0; i < back.size(); i++) {
        assertSame(back.get(i), rollups.get(i));
      }
    }
  }

  private static List<Rollup> rollups(Random random, HistoryLevel level) {
    List<Rollup> rollups = new ArrayList<>();
    int kind = random.nextInt(5);
    long step = Math.floorDiv(ORIGIN, level.micros());
    for (int i = random.nextInt(12); i >= 0; i--) {
      step += random.nextInt(3) + (rollups.isEmpty() ? 0 : 1);
      Rollup rollup = new Rollup();
      long time = step * level.micros();
      long end = time + level.micros();
      for (int n = 0; n < 20; n++) {
        time += random.nextLong(level.micros() / 12);
        if (time < end) {
          rollup.add(time, value(random, kind), random.nextInt(6) > 0);
        }
      }
      if (rollup.any) {
        rollups.add(rollup);
      }
    }
    return rollups;
  }

  private static double value(Random random, int kind) {
    return switch (kind) {
      case 0 -> random.nextInt(2);
      case 1 -> random.nextInt(100_000) / 10.0 - 3000;
      case 2 -> random.nextInt(100_000) / 1000.0;
      case 3 -> random.nextGaussian() * 1e9;
      default -> random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : (float) random.nextDouble();
    };
  }

  private static void assertSame(Rollup one, Rollup other) {
    assertThat(List.of(one.start, one.end, one.covered, one.count))
        .isEqualTo(List.of(other.start, other.end, other.covered, other.count));
    assertThat(one.held).isEqualTo(other.held);
    assertThat(List.of(one.min, one.max, one.first, one.last))
        .isEqualTo(List.of(other.min, other.max, other.first, other.last));
    near(one.sum, other.sum);
    near(one.integral, other.integral);
  }

  private static void near(double one, double other) {
    if (Double.isInfinite(other)) {
      assertThat(one).isEqualTo(other);
    } else {
      assertThat(one).isCloseTo(other, within(Math.max(1, Math.abs(other)) * 1e-12));
    }
  }

  @Test
  void aMinuteOfTenthsEachSecondIsSmall() {
    Random random = new Random(4);
    List<Rollup> rollups = new ArrayList<>();
    for (int minute = 0; minute < 10; minute++) {
      Rollup rollup = new Rollup();
      for (int second = 0; second < 60; second++) {
        long time = ORIGIN + (minute * 60L + second) * 1_000_000 + random.nextInt(500);
        rollup.add(time, (700 + random.nextInt(30)) / 10.0, true);
      }
      rollups.add(rollup);
    }
    assertThat(codec.encode(HistoryLevel.MINUTE, ORIGIN, rollups).length / 10.0).isLessThan(25);
  }

  @Test
  void bytesThatAreNoneAreRefused() {
    for (byte[] wrong :
        new byte[][] {{7}, {9, 1}, {-1, -1}, {0, 0, 0, 0, 0, 2}, {8, 0, 2, 0, 0, 2}}) {
      assertThatThrownBy(() -> codec.decode(HistoryLevel.MINUTE, ORIGIN, wrong, new ArrayList<>()))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void stretchesAddUpToWhatTheirSamplesAddUpTo() {
    Random random = new Random(6);
    for (int round = 0; round < 500; round++) {
      Rollup whole = new Rollup();
      Rollup sum = new Rollup();
      Rollup piece = new Rollup();
      long time = 0;
      for (int n = 0; n < 100; n++) {
        time += random.nextLong(2 * Rollup.MAX_HOLD / 10);
        double value = random.nextInt(1000);
        boolean counts = random.nextInt(5) > 0;
        whole.add(time, value, counts);
        piece.add(time, value, counts);
        if (random.nextInt(4) == 0) {
          sum.add(piece);
          piece = new Rollup();
        }
      }
      sum.add(piece);
      assertSame(sum, whole);
    }
  }
}
