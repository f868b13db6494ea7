package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.Gap;
import io.weir.api.store.Gap.Loss;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane at its limit that is written, thinned and read at the same time. */
class ThinningRaceTest {
  private static final int ENTRIES = 20_000;
  private static final int ROWS = 4;

  /** More entries than the lane has room for. */
  private static final int BEHIND = 1500;

  @TempDir Path directory = Path.of("");

  private final List<Gap> told = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicBoolean written = new AtomicBoolean();

  @Test
  void nothingIsSkippedOrRepeatedUntold() throws Exception {
    MapChannelTable channels = new MapChannelTable();
    channels.assign("d/number", ValueType.INTEGER, "");
    JournalLane lane =
        new JournalLane(
            new LaneSettings(Lane.TELEMETRY, 1 << 13, 1 << 16, 0),
            new LocalDisk(),
            directory,
            new FakeClock(),
            channels,
            new FakeStatusBoard(),
            told::add);
    JournalReader reader = lane.open("slow");
    Thread writer = start("writer", () -> write(lane));
    Thread keeper = start("keeper", () -> keep(lane));
    long last = 0;
    while (failure.get() == null && last < ENTRIES) {
      if (!written.get() && lane.log().committed() < last + BEHIND) {
        Thread.onSpinWait();
        continue;
      }
      JournalEntry entry = reader.next();
      if (entry != null) {
        assertThat(entry.sequence()).isGreaterThan(last);
        last = check(entry, last);
        if (last % 50 == 0) {
          reader.acknowledge(last);
        }
      }
    }
    writer.join();
    keeper.join();
    assertThat(failure.get()).isNull();
    assertThat(last).isEqualTo(ENTRIES);
    assertThat(told).extracting(Gap::loss).contains(Loss.ALL);
    lane.close();
  }

  /** What is missing before this entry, or of it, has been told when it is shown. */
  private long check(JournalEntry entry, long last) {
    for (long each = last + 1; each < entry.sequence(); each++) {
      assertThat(isTold(each, Loss.ALL)).as("nothing of " + each).isTrue();
    }
    Batch batch = entry.batch();
    for (int row = 0; row < batch.size(); row++) {
      assertThat(batch.bits(row) / 10).isEqualTo(entry.sequence());
    }
    if (batch.size() < ROWS) {
      assertThat(
              isTold(entry.sequence(), Loss.HALF) || isTold(entry.sequence(), Loss.THREE_QUARTERS))
          .as(batch.size() + " of " + entry.sequence())
          .isTrue();
    }
    return entry.sequence();
  }

  private boolean isTold(long sequence, Loss loss) {
    return told.stream()
        .anyMatch(gap -> gap.loss() == loss && gap.first() <= sequence && sequence <= gap.last());
  }

  private void write(JournalLane lane) throws JournalException {
    Batch batch = new Batch(8);
    for (int i = 1; i <= ENTRIES; i++) {
      batch.clear();
      for (int row = 0; row < ROWS; row++) {
        batch.addInteger(0, i, i * 10L + row);
      }
      lane.log().append(batch);
      if (i % 20 == 0) {
        lane.commit(true);
      }
    }
    lane.commit(true);
    written.set(true);
  }

  private void keep(JournalLane lane) throws IOException {
    while (!written.get() && failure.get() == null) {
      lane.keeper().keep();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
              }
            },
            name);
    thread.start();
    return thread;
  }
}
