package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.PartStatus;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history over a journal in memory, which can be closed and opened again. */
final class HistoryRig implements AutoCloseable {
  static final long SECOND = 1_000_000;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final long EPOCH = FakeClock.DEFAULT_OFFSET;

  final FakeStatusBoard board = new FakeStatusBoard();
  final FakeClock clock = new FakeClock();
  final MapChannelTable channels = new MapChannelTable();
  final MemoryJournal journal = new MemoryJournal();
  final Path file;
  private final HistorySettings settings;
  private @Nullable SqliteHistory open;

  HistoryRig(Path directory, HistorySettings settings) {
    this.file = directory.resolve("history.db");
    this.settings = settings;
    channels.assign("d/a", ValueType.DOUBLE, "Cel");
    channels.assign("d/b", ValueType.DOUBLE, "");
    channels.assign("d/text", ValueType.TEXT, "");
  }

  /** The history, opened if it is not. */
  SqliteHistory history() throws IOException {
    SqliteHistory history = open;
    if (history == null) {
      history = new SqliteHistory(settings, file, journal, channels, clock, board);
      open = history;
    }
    return history;
  }

  @Override
  public void close() throws IOException {
    SqliteHistory history = open;
    open = null;
    if (history != null) {
      history.close();
    }
  }

  void append(int channel, long micros, double value) throws IOException {
    Batch batch = new Batch(8);
    batch.addDouble(channel, micros, value);
    journal.append(batch);
  }

  /** Waits until all that was appended is taken in. */
  void settle() throws Exception {
    history();
    long last =
        journal.lanes().stream()
            .filter(lane -> lane.lane() == Lane.TELEMETRY)
            .findFirst()
            .orElseThrow()
            .last();
    Await.until("taken", () -> counter("taken") == last);
  }

  /** It is this late: all is taken in, and all that is left to do is done. */
  void settle(long micros) throws Exception {
    clock.set(micros);
    settle();
    long closed = clock.epochMicros() - DAY - DayCloser.GRACE_MICROS;
    Await.until(
        "chores done",
        () ->
            number("SELECT count(*) FROM due WHERE day <= " + closed) == 0
                && number("SELECT count(*) FROM part WHERE coalesce(state, 0) & 1 = 0") == 0
                && number("SELECT count(*) FROM rescue WHERE phase < 3") == 0);
  }

  PartStatus status() {
    return board.get("history");
  }

  long counter(String name) {
    return status().counters().getOrDefault(name, 0L);
  }

  long number(String sql) throws Exception {
    return Db.number(file, sql);
  }

  /** Rows as text: micros since the epoch of the rig, value, quality. */
  List<String> range(String channel) throws IOException {
    List<String> rows = new ArrayList<>();
    history()
        .range(
            channel,
            0,
            Long.MAX_VALUE,
            (number, time, bits, object, quality) -> {
              ChannelInfo line = channels.get(number);
              Object value =
                  Quality.isBad(quality) || line == null ? null : line.type().box(bits, object);
              rows.add((time - EPOCH) + " " + value + " " + Quality.text(quality));
              return true;
            });
    return rows;
  }
}
