package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Gap;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.JournalContract;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
  void aGapOfEitherLaneIsAnEventBeforeAReaderPassesIt() throws Exception {
    Journal journal = journal();
    JournalReader events = journal.open("slow", Lane.EVENT);
    JournalReader telemetry = journal.open("slow", Lane.TELEMETRY);
    for (int i = 1; i <= 60; i++) {
      journal.append(new Event("test", "" + i, Severity.INFO, 1, "x".repeat(9000), Map.of()));
      Batch batch = new Batch(1);
      batch.addObject(3, 1, "y".repeat(20_000), (byte) 0);
      awaitCommit(journal, Lane.TELEMETRY, journal.append(batch));
    }
    assertThat(state(journal, Lane.EVENT).first()).isGreaterThan(1);
    assertThat(state(journal, Lane.TELEMETRY).first()).isGreaterThan(1);
    JournalEntry first = telemetry.next();
    assertThat(first).isNotNull();
    List<Gap> told = new ArrayList<>();
    long next = 0;
    for (JournalEntry entry = events.next(); entry != null; entry = events.next()) {
      Event event = entry.event();
      next = next == 0 ? entry.sequence() : next;
      Gap.of(event == null ? event("none") : event).ifPresent(told::add);
    }
    assertThat(told).extracting(Gap::lane).containsExactly(Lane.TELEMETRY, Lane.EVENT);
    assertThat(told).extracting(Gap::first).containsExactly(1L, 1L);
    assertThat(told.get(0).last()).isEqualTo(first == null ? 0 : first.sequence() - 1);
    assertThat(told.get(1).last()).isEqualTo(next - 1);
    assertThat(board.get("journal/event").counters()).containsEntry("gaps", 1L);
  }

  @Override
  protected Journal create() throws IOException {
    return new SegmentJournal(
        new JournalSettings(5, 1 << 16, 1 << 19, 1 << 16, 1 << 18),
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
