package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.EPOCH;
import static io.weir.store.internal.HistoryRig.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.store.Aggregate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples go on arriving while the clock jumps ten years ahead, ten years back, and home again. */
class ClockJumpTest {
  private static final int SAMPLES = 1200;
  private static final int BETWEEN_JUMPS = 100;
  private static final long YEARS = 3650 * DAY;
  private static final long[] OFFSETS = {EPOCH, EPOCH + YEARS, EPOCH, EPOCH - YEARS};

  @TempDir Path directory = Path.of("");
  private HistoryRig rig;

  @BeforeEach
  void rig() {
    rig = new HistoryRig(directory, new HistorySettings(3600, 2000, 0));
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  /** A sample each minute; at a jump some of those before it may not have been taken in yet. */
  private void appendWhileJumping(boolean isTrusted) throws Exception {
    rig.history();
    for (int i = 0; i < SAMPLES; i++) {
      if (i % BETWEEN_JUMPS == 0) {
        int most = i - BETWEEN_JUMPS / 2;
        Await.until("half of them taken", () -> most <= 0 || rig.counter("taken") >= most);
        rig.clock.offset(1, OFFSETS[i / BETWEEN_JUMPS % OFFSETS.length], isTrusted);
      }
      rig.clock.set(at(i));
      rig.append(0, at(i), i);
    }
    rig.clock.offset(1, EPOCH, isTrusted);
  }

  private static long at(int number) {
    return number * MINUTE;
  }

  @Test
  void eachSampleIsStoredOnceAndInOrder() throws Exception {
    appendWhileJumping(true);
    rig.settle(at(SAMPLES) + 2 * DAY);
    checkOnceAndInOrder();
    rig.close();
    rig.settle(at(SAMPLES) + 2 * DAY);
    checkOnceAndInOrder();
    assertThat(
            rig.history().aggregate("d/a", EPOCH - 2 * YEARS, EPOCH + 2 * YEARS, DAY).stream()
                .mapToLong(Aggregate::count)
                .sum())
        .isEqualTo(SAMPLES);
  }

  private void checkOnceAndInOrder() throws IOException {
    List<Long> times = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    Set<Long> jumps = new HashSet<>();
    for (String row : rig.range("d/a")) {
      String[] parts = row.split(" ", -1);
      long time = Long.parseLong(parts[0]);
      int number = (int) Double.parseDouble(parts[1]);
      times.add(time);
      numbers.add((long) number);
      jumps.add(time - at(number));
    }
    assertThat(jumps).containsExactlyInAnyOrder(0L, YEARS, -YEARS);
    assertThat(times).isSorted();
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, SAMPLES).boxed().toList());
  }

  @Test
  void onceTheClockIsKnownEachSampleStandsWhereItBelongs() throws Exception {
    appendWhileJumping(false);
    rig.settle(at(SAMPLES));
    rig.clock.offset(1, EPOCH, true);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      expected.add(at(i) + " " + (double) i + " good");
    }
    Await.until("all moved", () -> rig.range("d/a").equals(expected));
    rig.settle(at(SAMPLES) + 2 * DAY);
    rig.close();
    rig.settle(at(SAMPLES) + 2 * DAY);
    assertThat(rig.range("d/a")).isEqualTo(expected);
    assertThat(rig.history().aggregate("d/a", EPOCH, EPOCH + DAY, DAY))
        .extracting(Aggregate::count)
        .containsExactly((long) SAMPLES);
  }
}
