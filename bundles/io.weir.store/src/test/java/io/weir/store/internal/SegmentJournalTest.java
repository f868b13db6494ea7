package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Journal;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.JournalContract;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SegmentJournalTest extends JournalContract {
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();
  private final MapChannelTable channels = new MapChannelTable();

  @TempDir Path directory = Path.of("");

  SegmentJournalTest() {
    for (ValueType type :
        new ValueType[] {
          ValueType.DOUBLE, ValueType.BOOLEAN, ValueType.INTEGER, ValueType.TEXT, ValueType.BYTES
        }) {
      channels.assign("test/" + type, type, "");
    }
  }

  @Test
  @Timeout(40) // Shorter than the interval.
  void whatComesAfterAPauseIsCommittedAtOnceAndTheRestInItsTime() throws Exception {
    try (SegmentJournal journal = create(60_000)) {
      CountDownLatch committed = new CountDownLatch(1);
      long first = journal.append(batch());
      journal.whenCommitted(Lane.TELEMETRY, first, committed::countDown);
      committed.await();

      long second = journal.append(batch());
      // An event has the thread look at both lanes.
      journal.append(new Event("test", "test", Severity.INFO, 1, "", Map.of()));

      assertThat(second).isEqualTo(first + 1);
      assertThat(journal.lanes().get(1).committed()).isEqualTo(first);
    }
  }

  private static Batch batch() {
    Batch batch = new Batch(1);
    batch.addDouble(0, 1, 0.5);
    return batch;
  }

  @Override
  protected Journal create() throws IOException {
    return create(5);
  }

  private SegmentJournal create(long commitMillis) throws IOException {
    return new SegmentJournal(
        new JournalSettings(commitMillis, 1 << 16, 1 << 20, 1 << 16, 1 << 20),
        new LocalDisk(),
        directory,
        clock,
        channels,
        board);
  }

  @Override
  protected void close(Journal ended) throws IOException {
    ((SegmentJournal) ended).close();
  }

  @Override
  protected Journal reopen() throws IOException {
    return create();
  }
}
