package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.Aggregate;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest {
  private static final long SECOND = 1_000_000;
  private static final long EPOCH = FakeClock.DEFAULT_OFFSET;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();
  private final MapChannelTable channels = new MapChannelTable();
  private final MemoryJournal journal = new MemoryJournal();

  @TempDir Path directory = Path.of("");
  private @Nullable SqliteHistory open;

  @BeforeEach
  void channels() {
    channels.assign("d/real", ValueType.DOUBLE, "Cel");
    channels.assign("d/count", ValueType.INTEGER, "");
    channels.assign("d/on", ValueType.BOOLEAN, "");
    channels.assign("d/text", ValueType.TEXT, "");
    channels.assign("d/silent", ValueType.DOUBLE, "");
  }

  @AfterEach
  void close() throws IOException {
    SqliteHistory last = open;
    if (last != null) {
      open = null;
      last.close();
    }
  }

  @Test
  void theNewestSamplesAreThereAtOnce() throws Exception {
    append(0, 1 * SECOND, 20.5);
    assertThat(range("d/real", 0, Long.MAX_VALUE)).containsExactly(row(1, 20.5));
    assertThat(history().last("d/real"))
        .contains(new Sample("d/real", EPOCH + SECOND, 20.5, Quality.GOOD));
    assertThat(counter("flushes")).isZero();
  }

  @Test
  void aWindowIsStoredOnceANewerSampleComes() throws Exception {
    for (int second = 0; second < 25; second++) {
      append(0, second * SECOND, second / 10.0);
    }
    Await.until("two windows stored", () -> counter("flushes") == 2);
    assertThat(counter("samples")).isEqualTo(20);
    assertThat(journal.cursor("history", Lane.TELEMETRY)).isEqualTo(20);
    assertThat(range("d/real", EPOCH + 8 * SECOND, EPOCH + 22 * SECOND)).hasSize(14);
  }

  @Test
  void aWindowIsStoredAWhileAfterItsEndAlthoughNothingComes() throws Exception {
    append(0, clock.micros(), 1.5);
    clock.advance(Duration.ofSeconds(60));
    Await.until("stored", () -> counter("flushes") == 1);
    assertThat(range("d/real", 0, Long.MAX_VALUE)).hasSize(1);
  }

  @Test
  void whatIsCountedAsStoredHasBeenAcknowledged() throws Exception {
    Map<Long, Long> flushesByCursor = new ConcurrentHashMap<>();
    Journal watched =
        proxy(
            Journal.class,
            journal,
            (method, args, answer) ->
                method.equals("open") && answer instanceof JournalReader reader
                    ? proxy(
                        JournalReader.class,
                        reader,
                        (call, with, result) -> {
                          if (call.equals("acknowledge")) {
                            flushesByCursor.put(
                                (Long) with[0], board.get("history").counters().get("flushes"));
                          }
                          return result;
                        })
                    : answer);
    open = history(watched);
    for (int second = 0; second < 25; second++) {
      append(0, second * SECOND, second / 10.0);
    }
    Await.until("two windows stored", () -> counter("flushes") == 2);
    assertThat(flushesByCursor).containsEntry(10L, 0L).containsEntry(20L, 1L);
  }

  /** What is done with a call's answer. */
  private interface After {
    @Nullable Object call(String method, Object[] args, @Nullable Object answer) throws IOException;
  }

  private static <T> T proxy(Class<T> type, T behind, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                after.call(method.getName(), args, method.invoke(behind, args))));
  }

  @Test
  void aRangeWithoutEndsIsAllThereIs() throws Exception {
    for (int second = 0; second < 25; second++) {
      append(0, second * SECOND, second / 10.0);
    }
    Await.until("two windows stored", () -> counter("flushes") == 2);
    assertThat(range("d/real", Long.MIN_VALUE, Long.MAX_VALUE)).hasSize(25);
    assertThat(range("d/real", -1, Long.MAX_VALUE)).hasSize(25);
    assertThat(range("d/real", Long.MIN_VALUE, 0)).isEmpty();
  }

  @Test
  void fullMemoryIsStoredEarly() throws Exception {
    for (int i = 0; i < 3000; i++) {
      append(0, i * 1000L, i);
    }
    Await.until("stored in parts", () -> counter("samples") >= 2000);
    assertThat(range("d/real", 0, Long.MAX_VALUE)).hasSize(3000);
    assertThat(history().aggregate("d/real", EPOCH, EPOCH + 10 * SECOND, 10 * SECOND))
        .containsExactly(new Aggregate(EPOCH, 3000, 0, 2999, 1499.5, 1499, 0, 2999));
  }

  @Test
  void lateSamplesAreInTheirPlace() throws Exception {
    append(0, 1 * SECOND, 1);
    append(0, 15 * SECOND, 15);
    append(0, 5 * SECOND, 5);
    append(0, 25 * SECOND, 25);
    append(0, 3 * SECOND, 3);
    append(0, 35 * SECOND, 35);
    Await.until("stored", () -> counter("flushes") == 3);
    assertThat(range("d/real", 0, Long.MAX_VALUE))
        .containsExactly(row(1, 1), row(3, 3), row(5, 5), row(15, 15), row(25, 25), row(35, 35));
    assertThat(history().aggregate("d/real", EPOCH, EPOCH + 40 * SECOND, 10 * SECOND))
        .containsExactly(
            new Aggregate(EPOCH, 3, 1, 5, 3, 33 / 9.0, 1, 5),
            new Aggregate(EPOCH + 10 * SECOND, 1, 15, 15, 15, 10, 15, 15),
            new Aggregate(EPOCH + 20 * SECOND, 1, 25, 25, 25, 20, 25, 25),
            new Aggregate(EPOCH + 30 * SECOND, 1, 35, 35, 35, 25, 35, 35));
  }

  @Test
  void aVisitorEndsTheQuery() throws Exception {
    for (int second = 0; second < 40; second++) {
      append(0, second * SECOND, second);
    }
    read();
    int[] seen = new int[1];
    history()
        .range(
            "d/real", 0, Long.MAX_VALUE, (channel, time, bits, object, quality) -> ++seen[0] < 7);
    assertThat(seen[0]).isEqualTo(7);
  }

  @Test
  void unknownChannelsAndEmptyRangesGiveNothing() throws Exception {
    append(0, SECOND, 1);
    assertThat(range("no/thing", 0, Long.MAX_VALUE)).isEmpty();
    assertThat(range("d/silent", Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    assertThat(range("d/real", EPOCH + 2, EPOCH + 2)).isEmpty();
    assertThat(history().last("no/thing")).isEmpty();
    assertThat(history().last("d/silent")).isEmpty();
    assertThat(history().aggregate("no/thing", 0, 10, 1)).isEmpty();
  }

  @Test
  void tooManyStepsAreRefused() throws Exception {
    append(0, SECOND, 1);
    assertThatThrownBy(() -> history().aggregate("d/real", 0, 100_001, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100000 steps");
    assertThatThrownBy(() -> history().aggregate("d/real", Long.MIN_VALUE, Long.MAX_VALUE, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> history().aggregate("d/real", 0, 10, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step 0");
    assertThat(history().aggregate("d/real", 0, 100_000, 1)).isEmpty();
  }

  @Test
  void badSamplesAndTextAreKeptButDoNotCount() throws Exception {
    Batch batch = new Batch(8);
    batch.addBad(0, SECOND, Quality.Reason.COMM);
    batch.addDouble(0, 2 * SECOND, Double.NaN);
    batch.add(
        0, 3 * SECOND, Double.doubleToRawLongBits(4), Quality.uncertain(Quality.Reason.RANGE));
    batch.addObject(3, 3 * SECOND, "on", Quality.GOOD);
    append(batch);
    append(0, 30 * SECOND, 0);
    read();
    assertThat(range("d/real", EPOCH, EPOCH + 10 * SECOND))
        .containsExactly(
            "1000000 null bad/comm", "2000000 NaN good", "3000000 4.0 uncertain/range");
    assertThat(range("d/text", EPOCH, EPOCH + 10 * SECOND)).containsExactly("3000000 on good");
    clock.set(40 * SECOND);
    assertThat(history().aggregate("d/real", EPOCH, EPOCH + 10 * SECOND, SECOND))
        .startsWith(
            new Aggregate(EPOCH + 3 * SECOND, 1, 4, 4, 4, 4, 4, 4),
            new Aggregate(EPOCH + 4 * SECOND, 0, 4, 4, 4, 4, 4, 4))
        .hasSize(7);
    assertThat(history().aggregate("d/text", EPOCH, EPOCH + 10 * SECOND, SECOND)).isEmpty();
  }

  @Test
  void aChannelThatChangedItsTypeIsOneChannel() throws Exception {
    append(0, SECOND, 1.5);
    int number = channels.assign("d/real", ValueType.INTEGER, "Cel").number();
    Batch batch = new Batch(8);
    batch.addInteger(number, 2 * SECOND, 7);
    append(batch);
    read();
    assertThat(range("d/real", 0, Long.MAX_VALUE))
        .containsExactly("1000000 1.5 good", "2000000 7 good");
    assertThat(history().last("d/real")).map(Sample::value).contains(7L);
  }

  @Test
  void nothingIsStoredTwiceWhateverTheCursorSays() throws Exception {
    for (int second = 0; second < 35; second++) {
      append(0, second * SECOND, second);
    }
    Await.until("stored", () -> counter("flushes") == 3);
    close();
    journal.forget("history");
    for (int second = 35; second < 45; second++) {
      append(0, second * SECOND, second);
    }
    read();
    assertThat(range("d/real", 0, Long.MAX_VALUE)).hasSize(45);
  }

  @Test
  void aDamagedDatabaseIsSetAside() throws Exception {
    append(0, SECOND, 1);
    read();
    close();
    Path file = directory.resolve("history.db");
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 0, 2000, (byte) 0x55);
    Files.write(file, bytes);
    append(0, 2 * SECOND, 2);
    read();
    assertThat(range("d/real", 0, Long.MAX_VALUE)).containsExactly(row(2, 2));
    assertThat(board.get("history").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("history").message()).contains("history.db.damaged-");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .anyMatch(name -> name.startsWith("history.db.damaged-"));
    }
  }

  @Test
  void samplesWaitForATrustedClockButNotForEver() throws Exception {
    clock.offset(1, EPOCH - 1000 * SECOND, false);
    append(0, SECOND, 1);
    history();
    assertThat(range("d/real", 0, Long.MAX_VALUE)).isEmpty();
    clock.offset(1, EPOCH, true);
    read();
    assertThat(range("d/real", 0, Long.MAX_VALUE)).containsExactly("1000000 1.0 good");
    clock.offset(1, EPOCH, false);
    clock.advance(Duration.ofSeconds(61));
    append(0, 2 * SECOND, 2);
    read();
    assertThat(range("d/real", 0, Long.MAX_VALUE))
        .containsExactly("1000000 1.0 good", "2000000 2.0 uncertain/clock");
  }

  @Test
  void timesOutsideTheCalendarAreRefusedAndCounted() throws Exception {
    append(0, -EPOCH - 1, 1);
    append(0, SECOND, 2);
    read();
    assertThat(range("d/real", Long.MIN_VALUE, Long.MAX_VALUE)).containsExactly(row(1, 2));
    assertThat(counter("refused")).isEqualTo(1);
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatThrownBy(() -> new HistorySettings(15, 1000, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("history.window.s");
    assertThatThrownBy(() -> new HistorySettings(10, 10, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("history.memory.samples");
    assertThatThrownBy(() -> new HistorySettings(10, 1000, -1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("history.clock.wait.s");
  }

  @Test
  void agreesWithAPlainListWhateverComes() throws Exception {
    Random random = new Random(11);
    List<long[]> model = new ArrayList<>();
    long time = 0;
    for (int round = 0; round < 400; round++) {
      Batch batch = new Batch(8);
      for (int i = random.nextInt(20); i >= 0; i--) {
        time += random.nextInt(400_000);
        long at = random.nextInt(10) == 0 ? time - random.nextInt(30_000_000) : time;
        int channel = random.nextInt(2);
        long bits = channel == 0 ? Double.doubleToRawLongBits(random.nextInt(500) / 10.0) : i;
        batch.add(channel, at, bits, Quality.GOOD);
        model.add(new long[] {channel, at, bits});
      }
      append(batch);
      if (round % 100 == 99) {
        read();
        assertAgrees(model, random, time);
        if (round % 200 == 199) {
          close();
        }
      }
    }
  }

  private void assertAgrees(List<long[]> model, Random random, long latest) throws Exception {
    for (int query = 0; query < 20; query++) {
      int channel = random.nextInt(2);
      ValueType type = channel == 0 ? ValueType.DOUBLE : ValueType.INTEGER;
      String id = channel == 0 ? "d/real" : "d/count";
      long from = (long) (random.nextDouble() * latest) - SECOND;
      long to = from + (long) (random.nextDouble() * latest);
      List<long[]> rows =
          model.stream()
              .filter(row -> row[0] == channel && row[1] >= from && row[1] < to)
              .sorted(Comparator.comparingLong(row -> row[1]))
              .toList();
      assertThat(range(id, EPOCH + from, EPOCH + to))
          .isEqualTo(
              rows.stream().map(row -> row[1] + " " + type.box(row[2], null) + " good").toList());
      long step = (1 + random.nextInt(60)) * SECOND;
      TreeMap<Long, List<Double>> steps = new TreeMap<>();
      for (long[] row : rows) {
        long start = Math.floorDiv(EPOCH + row[1], step) * step;
        steps.computeIfAbsent(start, key -> new ArrayList<>()).add(type.toDouble(row[2]));
      }
      List<Aggregate> aggregates = history().aggregate(id, EPOCH + from, EPOCH + to, step);
      assertThat(aggregates)
          .filteredOn(each -> each.count() > 0)
          .extracting(Aggregate::time)
          .containsExactlyElementsOf(steps.keySet());
      for (Aggregate each : aggregates) {
        List<Double> values = steps.getOrDefault(each.time(), List.of());
        assertThat(each.count()).isEqualTo(values.size());
        if (values.isEmpty()) {
          continue;
        }
        assertThat(each.min()).isEqualTo(values.stream().mapToDouble(v -> v).min().orElse(-1));
        assertThat(each.max()).isEqualTo(values.stream().mapToDouble(v -> v).max().orElse(-1));
        assertThat(each.first()).isEqualTo(values.get(0));
        assertThat(each.last()).isEqualTo(values.get(values.size() - 1));
      }
    }
  }

  private SqliteHistory history() throws IOException {
    SqliteHistory history = open;
    if (history == null) {
      history = history(journal);
      open = history;
    }
    return history;
  }

  private SqliteHistory history(Journal from) throws IOException {
    return new SqliteHistory(
        new HistorySettings(10, 1000, 60),
        directory.resolve("history.db"),
        from,
        channels,
        clock,
        board);
  }

  private void append(int channel, long micros, double value) throws Exception {
    Batch batch = new Batch(8);
    batch.addDouble(channel, micros, value);
    append(batch);
  }

  private void append(Batch batch) throws Exception {
    journal.append(batch);
  }

  /** Waits until all samples appended so far have been taken in. */
  private void read() throws Exception {
    history();
    Await.until("all entries taken", () -> counter("taken") == appended());
  }

  private long appended() {
    return journal.lanes().stream()
        .filter(lane -> lane.lane() == Lane.TELEMETRY)
        .findFirst()
        .orElseThrow()
        .last();
  }

  private long counter(String name) throws IOException {
    history();
    return board.get("history").counters().getOrDefault(name, 0L);
  }

  private List<String> range(String channel, long from, long to) throws Exception {
    if (clock.isTrusted(1)) {
      read();
    }
    List<String> rows = new ArrayList<>();
    history()
        .range(
            channel,
            from,
            to,
            (number, time, bits, object, quality) -> {
              ChannelInfo line = channels.get(number);
              Object value =
                  Quality.isBad(quality) || line == null ? null : line.type().box(bits, object);
              rows.add((time - EPOCH) + " " + value + " " + Quality.text(quality));
              return true;
            });
    return rows;
  }

  private static String row(int second, double value) {
    return second * SECOND + " " + value + " good";
  }
}
