package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/**
 * Lets every single statement and commit of a history's story fail, once or until it is healed.
 *
 * <p>What must hold: it goes on without a restart once the database works again, and each sample is
 * in the history once.
 */
class SqliteFaultTest {
  private static final SQLiteErrorCode[] ERRORS = {
    SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR, SQLiteErrorCode.SQLITE_READONLY
  };
  private static final int BATCHES = 9;

  @TempDir Path directory = Path.of("");

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();

  SqliteFaultTest() {
    channels.assign("d/a", ValueType.INTEGER, "");
    channels.assign("d/b", ValueType.INTEGER, "");
  }

  @AfterEach
  void leave() {
    JDBC.leave();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachSampleIsStoredOnceWhateverFails(boolean lasting) throws Exception {
    JDBC.watch();
    run("calm", directory.resolve("calm.db"));
    int operations = JDBC.operations();
    assertThat(operations).isGreaterThan(30);
    for (int operation = 1; operation <= operations; operation++) {
      SQLiteErrorCode error = ERRORS[operation % ERRORS.length];
      String where = error + (lasting ? " from " : " at ") + operation;
      JDBC.watch();
      JDBC.failAt(operation, error, lasting);
      run(where, directory.resolve(lasting + "-" + operation + ".db"));
    }
  }

  /** Stores nine batches, heals the database, stores one more, and reads them all. */
  private void run(String where, Path file) throws Exception {
    MemoryJournal journal = new MemoryJournal();
    FakeStatusBoard board = new FakeStatusBoard();
    SqliteHistory history = open(file, journal, board);
    for (int i = 1; i <= BATCHES; i++) {
      append(journal, i);
    }
    Await.until(
        "the end or a failure, " + where, () -> taken(board) == BATCHES || failures(board) > 0);
    JDBC.heal();
    append(journal, BATCHES + 1);
    Await.until("all taken, " + where, () -> taken(board) >= BATCHES + 1);
    assertThat(board.get("history").state()).as(where).isNotEqualTo(State.STARTING);
    history.close();
    JDBC.leave();
    try (SqliteHistory again = open(file, journal, board)) {
      for (String channel : List.of("d/a", "d/b")) {
        List<Long> values = new ArrayList<>();
        again.range(
            channel, 0, Long.MAX_VALUE, (number, time, bits, object, quality) -> values.add(bits));
        assertThat(values)
            .as(where)
            .isEqualTo(LongStream.rangeClosed(1, BATCHES + 1).boxed().toList());
      }
      assertThat(board.get("history").state()).as(where).isEqualTo(State.OK);
    }
  }

  /** Where the database cannot be opened at all, it is opened once it works again. */
  private SqliteHistory open(Path file, MemoryJournal journal, FakeStatusBoard board)
      throws IOException {
    try {
      return history(file, journal, board);
    } catch (IOException e) {
      assertThat(board.get("history").state()).isEqualTo(State.ERROR);
      assertThat(board.get("history").message()).contains("simulated");
      JDBC.heal();
      return history(file, journal, board);
    }
  }

  private SqliteHistory history(Path file, MemoryJournal journal, FakeStatusBoard board)
      throws IOException {
    return new SqliteHistory(
        new HistorySettings(10, 1000, 0), file, journal, channels, clock, board);
  }

  private static void append(MemoryJournal journal, int number) {
    Batch batch = new Batch(2);
    batch.addInteger(0, number * 4_000_000L, number);
    batch.addInteger(1, number * 4_000_000L, number);
    journal.append(batch);
  }

  private static long taken(FakeStatusBoard board) {
    return figure(board, "taken");
  }

  private static long failures(FakeStatusBoard board) {
    return figure(board, "failures");
  }

  private static long figure(FakeStatusBoard board, String name) {
    return board.has("history") ? board.get("history").counters().getOrDefault(name, 0L) : 0;
  }
}
