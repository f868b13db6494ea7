package io.weir.store.internal;

import io.weir.api.model.ValueType;
import io.weir.api.store.Journal;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.JournalContract;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Path;
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

  @Override
  protected Journal create() throws IOException {
    return new SegmentJournal(
        new JournalSettings(5, 1 << 16, 1 << 20, 1 << 16, 1 << 20),
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
