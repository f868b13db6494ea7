package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.EPOCH;
import static io.weir.store.internal.HistoryRig.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.runtime.State;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Lets every statement and commit of what is done with stored samples fail, once or until the
 * database is healed: closing of days, retention, thinning, moving to the right time, rescue. Every
 * statement fails once, and at more of its times with {@code -Dweir.faults=all}.
 *
 * <p>What must hold: it goes on without a restart, and ends with what it ends with undisturbed.
 */
class UpkeepFaultTest {
  private static final SQLiteErrorCode[] ERRORS = {
    SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR, SQLiteErrorCode.SQLITE_READONLY
  };
  private static final int DAYS = 5;
  private static final int LOOKS_TO_WAKE = 25;
  private static final long NOW = (DAYS + 2) * DAY;

  @TempDir Path directory = Path.of("");
  private Path template = Path.of("");
  private long guess = EPOCH;
  private int runs;

  /** What is done to a copy of the template; returns once it is done. */
  private interface Story {
    void tell(HistoryRig rig) throws Exception;
  }

  /** What a run ended with, and which statements it ran how many times. */
  private record Ending(List<String> rows, Map<String, Integer> statements) {}

  @BeforeEach
  void template() throws Exception {
    template = template(EPOCH);
  }

  @AfterEach
  void leave() {
    JDBC.leave();
  }

  /** Five days of samples, none of which is closed; by a clock that guesses unless it is right. */
  private Path template(long offset) throws Exception {
    Path home = Files.createDirectories(directory.resolve("template" + offset));
    guess = offset;
    try (HistoryRig rig = rig(home, Retention.FOREVER)) {
      append(rig);
      rig.settle();
      assertThat(rig.range("d/a")).hasSize(DAYS * 12);
    }
    return home.resolve("history.db");
  }

  private static void append(HistoryRig rig) throws IOException {
    for (int i = 0; i < DAYS * 12; i++) {
      rig.append(0, i * 2L * HOUR, i);
    }
  }

  /** A rig whose journal was read as far as the template goes. */
  private HistoryRig continued(Path home, Retention retention) throws IOException {
    HistoryRig rig = rig(home, retention);
    append(rig);
    try (JournalReader reader = rig.journal.open(SegmentJournal.HISTORY, Lane.TELEMETRY)) {
      reader.acknowledge(DAYS * 12);
    }
    rig.clock.set(NOW);
    return rig;
  }

  private HistoryRig rig(Path home, Retention retention) {
    HistoryRig rig = new HistoryRig(home, new HistorySettings(14_400, 2000, 0, retention));
    rig.clock.offset(1, guess, guess == EPOCH);
    return rig;
  }

  /** Whether this query says 1; a database that is not there does not. */
  private static boolean holds(Path file, String sql) {
    Properties properties = new Properties();
    properties.setProperty(
        SQLiteConfig.Pragma.OPEN_MODE.pragmaName, String.valueOf(SQLiteOpenMode.READONLY.flag));
    // Not by way of the watched connections, which it would count.
    try (JDBC4Connection connection =
            new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), properties);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 20000");
      return Database.number(statement, sql) == 1;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Every statement fails at its first time, or with all faults at its first, second and last. */
  private void everyFault(Retention retention, Story story) throws Exception {
    JDBC.watch();
    Ending calm = run("calm", retention, story);
    assertThat(calm.statements).hasSizeGreaterThan(20);
    boolean areAll = "all".equals(System.getProperty("weir.faults"));
    int met = 0;
    int count = 0;
    for (Map.Entry<String, Integer> statement : calm.statements.entrySet()) {
      int last = statement.getValue();
      for (int time : new TreeSet<>(areAll ? Set.of(1, Math.min(2, last), last) : Set.of(1))) {
        boolean lasting = ++count % 2 == 1;
        SQLiteErrorCode error = ERRORS[count % ERRORS.length];
        JDBC.watch();
        JDBC.failAt(statement.getKey(), time, error, lasting);
        String where = count + ": " + (lasting ? "from " : "at ") + time + " " + statement.getKey();
        Ending ending = run(where, retention, story);
        assertThat(ending.rows).as(where).isEqualTo(calm.rows);
        met += ending.statements.getOrDefault(statement.getKey(), 0) >= time ? 1 : 0;
      }
    }
    assertThat(met).as("faults that were met").isGreaterThan(count * 2 / 3);
  }

  private Ending run(String where, Retention retention, Story story) throws Exception {
    Path home = Files.createDirectories(directory.resolve("run" + runs++));
    Files.copy(template, home.resolve("history.db"));
    try (HistoryRig rig = continued(home, retention)) {
      try {
        rig.history();
      } catch (IOException e) {
        assertThat(e).as(where).hasStackTraceContaining("simulated");
        JDBC.heal();
        rig.history();
      }
      try {
        story.tell(rig);
      } catch (AssertionError e) {
        throw new AssertionError(where + ": " + rig.status(), e);
      }
      JDBC.heal();
    }
    Map<String, Integer> statements = JDBC.statements();
    // What wakes it is stored at the end, and may make room for itself when it is opened again.
    try (HistoryRig again = continued(home, Retention.FOREVER)) {
      again.clock.offset(1, EPOCH, true);
      List<String> rows = again.range("d/a");
      Await.until("well, " + where, () -> again.status().state() == State.OK);
      return new Ending(rows, statements);
    }
  }

  /** Waits for it, healing the database once a failure is told. */
  private static void await(HistoryRig rig, String sql) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Await.until(
        sql,
        () -> {
          if (rig.counter("failures") > 0) {
            JDBC.heal();
          }
          if (looks.incrementAndGet() % LOOKS_TO_WAKE == 0) {
            wake(rig);
          }
          return holds(rig.file, sql);
        });
  }

  /** Has what failed tried again now, by a sample that no rollup is made of. */
  private static void wake(HistoryRig rig) {
    Batch batch = new Batch(1);
    batch.addObject(2, rig.clock.micros(), "awake", Quality.GOOD);
    rig.journal.append(batch);
  }

  private static void closeDays(HistoryRig rig) throws Exception {
    await(rig, "SELECT (SELECT count(*) FROM due) = 0 AND (SELECT count(*) FROM day) = " + DAYS);
  }

  @Test
  void daysAreClosed() throws Exception {
    everyFault(Retention.FOREVER, UpkeepFaultTest::closeDays);
  }

  @Test
  void theOldIsGivenUp() throws Exception {
    Retention retention = RetentionParser.parse(SizeLimits.NONE, new long[] {4, 5, 6, 0});
    everyFault(
        retention,
        rig -> {
          closeDays(rig);
          await(rig, "SELECT min(id >> 34) * 10000000 >= " + (EPOCH + 3 * DAY) + " FROM chunk");
        });
  }

  @Test
  void whatIsTooLargeIsGivenUp() throws Exception {
    SizeLimits limits = new SizeLimits(0, 1000, 0, 0, 0);
    everyFault(
        new Retention(limits, List.of(ChannelGroup.EVERYONE)),
        rig -> await(rig, "SELECT sum(length(data) + 24) <= 1000 FROM chunk"));
  }

  @Test
  void theOldestIsThinned() throws Exception {
    List<IOException> failures = new ArrayList<>();
    everyFault(
        Retention.FOREVER,
        rig -> {
          closeDays(rig);
          for (Thinnable.Step step : Thinnable.Step.values()) {
            try {
              rig.history().thin(step);
            } catch (IOException e) {
              failures.add(e);
              JDBC.heal();
              rig.history().thin(step);
            }
          }
        });
    assertThat(failures)
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e).hasStackTraceContaining("simulated"));
  }

  @Test
  void guessedTimesAreRightedOnce() throws Exception {
    template = template(EPOCH - 400 * DAY);
    everyFault(
        Retention.FOREVER,
        rig -> {
          rig.clock.offset(1, EPOCH, true);
          await(rig, "SELECT count(*) = 0 FROM part WHERE boot IS NOT NULL");
        });
  }

  @Test
  void whatIsReadableOfADamagedDatabaseIsBroughtOnce() throws Exception {
    try (FileChannel file = FileChannel.open(template, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(4096), file.size() / 4096 / 2 * 4096);
    }
    everyFault(
        Retention.FOREVER,
        rig ->
            await(
                rig,
                "SELECT count(*) = 1 AND sum(phase < 3) = 0 AND sum(rescued) > 20 FROM rescue"));
  }
}
