package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.EPOCH;
import static io.weir.store.internal.HistoryRig.HOUR;
import static io.weir.store.internal.HistoryRig.MINUTE;
import static io.weir.store.internal.HistoryRig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.store.Aggregate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that were stored before their clock was known come to stand where they belong. */
class RetimeTest {
  @TempDir Path directory = Path.of("");
  private HistoryRig rig;

  @BeforeEach
  void rig() {
    rig = new HistoryRig(directory, new HistorySettings(600, 2000, 0));
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  /** A sample each minute for so long, the first at this time of the boot. */
  private void append(long from, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      rig.append(0, from + i * MINUTE, i);
    }
  }

  private static List<String> rows(long from, int count, String quality) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add((from + i * MINUTE) + " " + (double) i + " " + quality);
    }
    return rows;
  }

  @Test
  void samplesMoveOnceTheirClockIsKnown() throws Exception {
    rig.clock.offset(1, EPOCH - 400 * DAY, false);
    append(0, 300);
    rig.settle(5 * HOUR);
    assertThat(rig.range("d/a")).isEqualTo(rows(-400 * DAY, 300, "uncertain/clock"));
    rig.close();
    rig.settle(5 * HOUR);
    assertThat(rig.range("d/a")).hasSize(300);
    rig.clock.offset(1, EPOCH, true);
    Await.until("moved", () -> rig.counter("retimed") == 300);
    assertThat(rig.range("d/a")).isEqualTo(rows(0, 300, "good"));
    assertThat(rig.history().last("d/a")).map(each -> each.time()).contains(EPOCH + 299 * MINUTE);
    rig.settle(3 * DAY);
    assertThat(
            rig.history().aggregate("d/a", EPOCH - 500 * DAY, EPOCH + 2 * DAY, DAY).stream()
                .filter(each -> each.count() > 0))
        .extracting(Aggregate::time, Aggregate::count)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(EPOCH, 300L));
    assertThat(rig.number("SELECT count(*) FROM day")).isEqualTo(1);
    rig.close();
    rig.settle(3 * DAY);
    assertThat(rig.range("d/a")).isEqualTo(rows(0, 300, "good"));
  }

  @Test
  void whatWasStoredUnderTheRightTimeStays() throws Exception {
    append(0, 30);
    rig.settle(HOUR);
    rig.close();
    rig.clock.reboot(2, SECOND);
    rig.journal.boot(2);
    // The guess puts the second boot's samples among those of the first, and then ahead of all.
    rig.clock.offset(2, EPOCH + 10 * MINUTE + 7, false);
    append(0, 5);
    rig.settle(30 * MINUTE);
    rig.clock.offset(2, EPOCH + 100 * DAY, false);
    append(20 * MINUTE, 5);
    rig.settle(HOUR);
    List<Aggregate> mixed = rig.history().aggregate("d/a", EPOCH, EPOCH + HOUR, HOUR);
    assertThat(mixed.get(0).count()).isEqualTo(35);
    rig.close();
    rig.settle(HOUR);
    rig.clock.offset(2, EPOCH + 2 * HOUR, true);
    append(40 * MINUTE, 1);
    rig.settle();
    Await.until("moved", () -> rig.counter("retimed") == 10);
    List<String> expected = rows(0, 30, "good");
    expected.addAll(rows(2 * HOUR, 5, "good"));
    expected.addAll(rows(2 * HOUR + 20 * MINUTE, 5, "good"));
    expected.addAll(rows(2 * HOUR + 40 * MINUTE, 1, "good"));
    assertThat(rig.range("d/a")).isEqualTo(expected);
    assertThat(rig.history().last("d/a"))
        .map(each -> each.time())
        .contains(EPOCH + 2 * HOUR + 40 * MINUTE);
    assertThat(rig.history().aggregate("d/a", EPOCH, EPOCH + 3 * HOUR, HOUR))
        .extracting(Aggregate::count)
        .containsExactly(30L, 0L, 11L);
  }
}
