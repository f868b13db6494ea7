package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Aggregate;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Lane;
import io.weir.api.store.Series;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever level an answer comes from, it is what the samples say. */
class LevelsTest {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long EPOCH = FakeClock.DEFAULT_OFFSET;
  private static final List<String> IDS = List.of("d/tenths", "d/float", "d/count", "d/on");

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();
  private final MapChannelTable channels = new MapChannelTable();
  private final MemoryJournal journal = new MemoryJournal();
  private final RawModel model = new RawModel();

  @TempDir Path directory = Path.of("");
  private SqliteHistory history;

  @BeforeEach
  void open() throws IOException {
    channels.assign("d/tenths", ValueType.DOUBLE, "Cel");
    channels.assign("d/float", ValueType.DOUBLE, "");
    channels.assign("d/count", ValueType.INTEGER, "");
    channels.assign("d/on", ValueType.BOOLEAN, "");
    history = start();
  }

  private SqliteHistory start() throws IOException {
    return new SqliteHistory(
        new HistorySettings(600, 2000, 60),
        directory.resolve("history.db"),
        journal,
        channels,
        clock,
        board);
  }

  @AfterEach
  void close() throws IOException {
    history.close();
  }

  @Test
  void aHeldValueCountsForTheTimeItIsHeld() throws Exception {
    append(0, 0, 10);
    append(0, 30 * MINUTE, 20);
    appendBad(0, 45 * MINUTE);
    append(0, 2 * HOUR, 5);
    settle(3 * HOUR);
    assertThat(history.aggregate("d/tenths", EPOCH, EPOCH + 3 * HOUR, HOUR))
        .containsExactly(
            new Aggregate(EPOCH, 2, 10, 20, 15, (10 * 30 + 20 * 15) / 45.0, 10, 20),
            new Aggregate(EPOCH + 2 * HOUR, 1, 5, 5, 5, 5, 5, 5));
    assertThat(history.aggregate("d/tenths", EPOCH, EPOCH + HOUR, 10 * MINUTE))
        .extracting(Aggregate::count, Aggregate::timeWeightedMean)
        .containsExactly(tuple(1, 10), tuple(0, 10), tuple(0, 10), tuple(1, 20), tuple(0, 20));
  }

  private static org.assertj.core.groups.Tuple tuple(long count, double mean) {
    return org.assertj.core.groups.Tuple.tuple(count, mean);
  }

  @Test
  void aValueIsNotHeldThroughDays() throws Exception {
    append(0, 0, 10);
    append(0, 5 * DAY, 20);
    settle(6 * DAY);
    assertThat(history.aggregate("d/tenths", EPOCH, EPOCH + 6 * DAY, DAY))
        .extracting(Aggregate::time)
        .containsExactly(EPOCH, EPOCH + 5 * DAY);
  }

  @Test
  void lateSamplesMendMinutesHoursAndDays() throws Exception {
    for (int i = 0; i < 100; i++) {
      append(0, i * 20L * MINUTE, i);
    }
    settle(2 * DAY);
    append(0, 61 * MINUTE, 1000);
    append(0, 10 * HOUR, -5);
    settle(2 * DAY + HOUR);
    agree("d/tenths", 0, 2 * DAY, DAY);
    agree("d/tenths", 0, 2 * DAY, HOUR);
    agree("d/tenths", 7, 2 * DAY - 3, MINUTE * 2);
    assertThat(history.chart("d/tenths", EPOCH, EPOCH + DAY, 24).points().get(1).max())
        .isEqualTo(1000);
  }

  @Test
  void aChartTakesTheCoarsestLevelThatIsFineEnough() throws Exception {
    append(0, 0, 1);
    settle(HOUR);
    assertThat(history.chart("d/tenths", EPOCH, EPOCH + 10 * MINUTE, 1000).level())
        .isEqualTo(HistoryLevel.RAW);
    assertThat(history.chart("d/tenths", EPOCH, EPOCH + DAY, 1000))
        .extracting(Series::level, Series::step)
        .containsExactly(HistoryLevel.MINUTE, 2 * MINUTE);
    assertThat(history.chart("d/tenths", EPOCH, EPOCH + 365 * DAY, 1000))
        .extracting(Series::level, Series::step)
        .containsExactly(HistoryLevel.HOUR, 9 * HOUR);
    assertThat(history.chart("d/tenths", EPOCH, EPOCH + 365 * DAY, 100))
        .extracting(Series::level, Series::step)
        .containsExactly(HistoryLevel.DAY, 4 * DAY);
    assertThat(history.chart("d/tenths", 0, Long.MAX_VALUE, 1).points()).hasSize(1);
  }

  @Test
  void aSpikeShowsInEveryChart() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      append(0, i * 10L * SECOND, i == 12_345 ? 9999.5 : i % 10);
    }
    settle(3 * DAY);
    for (int points : new int[] {1, 2, 3, 7, 50, 500, 5000, 100_000}) {
      Series series = history.chart("d/tenths", EPOCH + 12_000, EPOCH + 3 * DAY - 5, points);
      assertThat(series.points().size()).isLessThanOrEqualTo(points);
      assertThat(series.points().stream().mapToDouble(Aggregate::max).max().orElse(0))
          .as("with %s points", points)
          .isEqualTo(9999.5);
    }
  }

  @Test
  void agreesWithTheSamplesWhateverComes() throws Exception {
    Random random = new Random(5);
    long time = 0;
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < 400; i++) {
        time += random.nextInt(20) == 0 ? random.nextLong(3 * HOUR) : random.nextLong(40 * SECOND);
        Batch batch = new Batch(8);
        for (int row = random.nextInt(6); row >= 0; row--) {
          long at = random.nextInt(30) == 0 ? Math.max(0, time - random.nextLong(30 * HOUR)) : time;
          add(batch, random, at);
        }
        journal.append(batch);
        model.add(batch);
      }
      if (round % 3 == 1) {
        close();
        history = start();
      }
      settle(time + random.nextLong(HOUR));
      long latest = time;
      for (int query = 0; query < 25; query++) {
        long from = random.nextLong(latest);
        long to = Math.min(latest + DAY, from + 1 + random.nextLong(latest));
        long step =
            switch (random.nextInt(5)) {
              case 0 -> MINUTE * (1 + random.nextInt(70));
              case 1 -> HOUR * (1 + random.nextInt(30));
              case 2 -> DAY * (1 + random.nextInt(3));
              case 3 -> SECOND * (10 + random.nextInt(1000));
              default -> (to - from) / (1 + random.nextInt(200)) + SECOND;
            };
        String id = IDS.get(random.nextInt(4));
        agree(id, from, to, step);
        Series chart = history.chart(id, EPOCH + from, EPOCH + to, 1 + random.nextInt(300));
        agree(id, from, to, chart.step(), chart.points());
      }
    }
    assertThat(count("day")).isGreaterThan(10);
    assertThat(count("hour")).isEqualTo(count("day"));
  }

  private static void add(Batch batch, Random random, long at) {
    int channel = random.nextInt(4);
    if (random.nextInt(25) == 0) {
      batch.addBad(channel, at, Quality.Reason.COMM);
      return;
    }
    double value =
        switch (random.nextInt(60)) {
          case 0 -> Double.NaN;
          case 1 -> Double.POSITIVE_INFINITY;
          case 2 -> -0.0;
          case 3 -> 1e8;
          default -> random.nextInt(5000) / 10.0;
        };
    long bits =
        switch (channel) {
          case 0 -> Double.doubleToRawLongBits(value);
          case 1 -> Double.doubleToRawLongBits((float) value * 1.1f);
          case 2 -> random.nextInt(100_000);
          default -> random.nextInt(2);
        };
    batch.add(
        channel,
        at,
        bits,
        random.nextInt(9) == 0 ? Quality.uncertain(Quality.Reason.STALE) : Quality.GOOD);
  }

  private void agree(String id, long from, long to, long step) throws IOException {
    agree(id, from, to, step, history.aggregate(id, EPOCH + from, EPOCH + to, step));
  }

  private void agree(String id, long from, long to, long step, List<Aggregate> found) {
    ChannelInfo line = channels.byId(id).get(0);
    List<Aggregate> expected =
        model.aggregate(line, EPOCH + from, EPOCH + to, step, clock.epochMicros());
    String what = id + " " + from + " to " + to + " by " + step;
    assertThat(found)
        .as(what)
        .extracting(Aggregate::time, Aggregate::count)
        .containsExactlyElementsOf(
            expected.stream()
                .map(each -> org.assertj.core.groups.Tuple.tuple(each.time(), each.count()))
                .toList());
    for (int i = 0; i < found.size(); i++) {
      Aggregate one = found.get(i);
      Aggregate other = expected.get(i);
      assertThat(List.of(one.min(), one.max(), one.first(), one.last()))
          .as(what + " at " + (one.time() - EPOCH))
          .isEqualTo(List.of(other.min(), other.max(), other.first(), other.last()));
      close(one.mean(), other.mean(), other, what);
      close(one.timeWeightedMean(), other.timeWeightedMean(), other, what);
    }
  }

  private static void close(double one, double other, Aggregate in, String what) {
    if (Double.isInfinite(other)) {
      assertThat(one).as(what).isEqualTo(other);
    } else {
      double size = Math.max(1, Math.abs(other));
      assertThat(one).as(what + " " + in).isCloseTo(other, within(size * 1e-9));
    }
  }

  private void append(int channel, long micros, double value) throws Exception {
    Batch batch = new Batch(8);
    batch.addDouble(channel, micros, value);
    journal.append(batch);
    model.add(batch);
  }

  private void appendBad(int channel, long micros) throws Exception {
    Batch batch = new Batch(8);
    batch.addBad(channel, micros, Quality.Reason.COMM);
    journal.append(batch);
    model.add(batch);
  }

  /** It is this late: everything is taken in and the days that are over are closed. */
  private void settle(long micros) throws Exception {
    clock.set(micros);
    long last =
        journal.lanes().stream()
            .filter(lane -> lane.lane() == Lane.TELEMETRY)
            .toList()
            .get(0)
            .last();
    Await.until("taken", () -> board.get("history").counters().getOrDefault("taken", 0L) == last);
    long closed = EPOCH + micros - DAY - DayCloser.GRACE_MICROS;
    Await.until("days closed", () -> count("due WHERE day <= " + closed) == 0);
  }

  private long count(String from) throws Exception {
    return Db.number(directory.resolve("history.db"), "SELECT count(*) FROM " + from);
  }

  /** The samples as a plain list, and what they amount to in the plainest way. */
  private static final class RawModel {
    private final List<long[]> rows = new ArrayList<>();

    void add(Batch batch) {
      for (int row = 0; row < batch.size(); row++) {
        rows.add(
            new long[] {
              batch.channel(row), EPOCH + batch.time(row), batch.bits(row), batch.quality(row)
            });
      }
    }

    List<Aggregate> aggregate(ChannelInfo line, long from, long to, long step, long now) {
      List<long[]> own =
          rows.stream()
              .filter(row -> row[0] == line.number())
              .sorted(java.util.Comparator.comparingLong(row -> row[1]))
              .toList();
      List<Aggregate> found = new ArrayList<>();
      int begin = 0;
      for (long start = Math.floorDiv(from, step) * step; start < to; start += step) {
        long low = Math.max(from, start);
        long high = Math.min(to, start + step);
        while (begin < own.size() && own.get(begin)[1] < low - DAY) {
          begin++;
        }
        Rollup sum = new Rollup();
        double integral = 0;
        double covered = 0;
        double heldValue = 0;
        for (int i = begin; i < own.size() && own.get(i)[1] < high; i++) {
          long[] row = own.get(i);
          double value = line.type().toDouble(row[2]);
          boolean counts = Rollup.counts(value, (byte) row[3]);
          if (counts && row[1] >= low) {
            sum.add(row[1], value, true);
          }
          long until = i + 1 < own.size() ? own.get(i + 1)[1] : now;
          until = Math.min(Math.min(until, row[1] + DAY), high);
          long held = until - Math.max(low, row[1]);
          if (counts && Rollup.holds(value) && held > 0) {
            integral += value * held;
            covered += held;
            heldValue = value;
          }
        }
        if (sum.count > 0) {
          double mean = sum.sum / sum.count;
          found.add(
              new Aggregate(
                  start,
                  sum.count,
                  sum.min,
                  sum.max,
                  mean,
                  covered > 0 ? integral / covered : mean,
                  sum.first,
                  sum.last));
        } else if (covered > 0) {
          found.add(
              new Aggregate(
                  start, 0, heldValue, heldValue, heldValue, heldValue, heldValue, heldValue));
        }
      }
      return found;
    }
  }
}
