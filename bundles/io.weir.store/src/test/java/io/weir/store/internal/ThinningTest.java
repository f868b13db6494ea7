package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old telemetry is thinned before it is given up, and nothing else happens to it. */
class ThinningTest {
  private static final Path DIRECTORY = Path.of("journal");
  private static final String PART = "journal/telemetry";
  private static final int ROWS = 3;

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final List<Gap> told = new ArrayList<>();
  private SimulatedDisk disk = new SimulatedDisk(1);

  ThinningTest() {
    channels.assign("d/number", ValueType.INTEGER, "");
    channels.assign("d/text", ValueType.TEXT, "");
  }

  @Test
  void everySecondSampleOfEachChannelStays() {
    EverySecond everySecond = new EverySecond();
    Batch batch = new Batch(8);
    for (int i = 1; i <= 5; i++) {
      batch.addInteger(0, i, i);
      batch.addInteger(700, i, 100 + i);
    }
    batch.addBad(0, 6, Reason.COMM);
    batch.addBad(0, 7, Reason.COMM);
    batch.addInteger(0, 8, 8);
    assertThat(everySecond.apply(batch)).isEqualTo(5);
    assertThat(values(batch))
        .containsExactly("0=1", "700=101", "0=3", "700=103", "0=5", "700=105", "0=bad", "0=8");
    batch.clear();
    batch.addInteger(0, 9, 9);
    batch.addInteger(700, 9, 109);
    batch.addInteger(0, 10, 10);
    assertThat(everySecond.apply(batch)).as("goes on from batch to batch").isEqualTo(2);
    assertThat(values(batch)).containsExactly("0=10");
  }

  private static List<String> values(Batch batch) {
    List<String> values = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      String value = Quality.isBad(batch.quality(row)) ? "bad" : "" + batch.bits(row);
      values.add(batch.channel(row) + "=" + value);
    }
    return values;
  }

  @Test
  void theSameBytesReachFurtherBackAndEveryLossIsTold() throws Exception {
    JournalLane lane = open();
    JournalReader reader = lane.open("slow");
    reader.next();
    int last = fill(lane, 1, 2000);
    Map<Long, Integer> rows = new TreeMap<>();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      assertThat(rows.put(entry.sequence(), check(entry))).isNull();
    }
    long first = rows.keySet().iterator().next();
    assertThat(rows).as("no hole").hasSize((int) (last - first + 1));
    long kept = rows.values().stream().mapToLong(Integer::intValue).sum();
    assertThat(rows.size()).as("entries reached").isGreaterThan((int) (kept / ROWS * 3 / 2));
    assertThat(told).extracting(Gap::loss).contains(Loss.ALL, Loss.HALF, Loss.THREE_QUARTERS);
    assertThat(told).hasSizeLessThan(8).allMatch(gap -> gap.reason() == Gap.Reason.BUDGET);
    long end = 0;
    long gone = 0;
    for (Gap gap : told) {
      assertThat(gap.first()).isEqualTo(end + 1);
      end = gap.last();
      gone += gap.samples();
      assertThat(gap.from()).isBetween(time(gap.first()) - 1, time(gap.first()) + 1);
      assertThat(gap.to()).isBetween(time(gap.last()) - 1, time(gap.last()) + 1);
    }
    assertThat(rows.get(end)).as("last thinned").isLessThan(ROWS);
    assertThat(rows.get(end + 2)).as("first whole").isEqualTo(ROWS);
    assertThat(gone + kept).as("told and kept").isEqualTo((long) last * ROWS);
    assertThat(board.get(PART).counters().get("thinned")).isPositive();
    assertThat(lane.files().pool().bytes()).isLessThanOrEqualTo(1 << 15);
  }

  @Test
  void aReaderInsideGoesOnWithoutRepeatingOrSkipping() throws Exception {
    JournalLane lane = open();
    JournalReader reader = lane.open("slow");
    fill(lane, 1, 100);
    List<Long> got = new ArrayList<>();
    Segment third = lane.files().live().get(2);
    for (long next = 1; next <= third.firstSequence + 2; next++) {
      JournalEntry entry = reader.next();
      got.add(entry == null ? 0 : entry.sequence());
    }
    while (lane.keeper().thin(Thinnable.Step.HALVE)) {
      JournalEntry entry = reader.next();
      if (entry != null) {
        check(entry);
        got.add(entry.sequence());
      }
    }
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      check(entry);
      got.add(entry.sequence());
    }
    assertThat(got).isEqualTo(java.util.stream.LongStream.rangeClosed(1, 100).boxed().toList());
    assertThat(told).isNotEmpty().allMatch(gap -> gap.reason() == Gap.Reason.DISK_FLOOR);
    assertThat(told.get(0).first()).isGreaterThan(third.firstSequence);
  }

  @Test
  void stepsAreTakenInOrderUntilNothingIsLeft() throws Exception {
    JournalLane lane = open();
    lane.open("slow");
    fill(lane, 1, 100);
    while (!lane.files().pool().hasSpare()) {
      append(lane, 101);
      lane.log().prepareSpare();
    }
    long before = lane.files().pool().bytes() - 2048;
    assertThat(lane.keeper().thin(Thinnable.Step.SPARE)).isTrue();
    assertThat(lane.keeper().thin(Thinnable.Step.SPARE)).isFalse();
    assertThat(lane.files().pool().bytes()).isEqualTo(before);
    assertThat(lane.keeper().thin(Thinnable.Step.ROLLUPS_ONLY)).isFalse();
    while (lane.keeper().thin(Thinnable.Step.HALVE)) {
      assertThat(lane.files().pool().bytes()).isLessThan(before);
    }
    assertThat(lane.log().first()).isEqualTo(1);
    assertThat(lane.files().pool().bytes()).isLessThan(before * 3 / 4);
    while (lane.keeper().thin(Thinnable.Step.DELETE)) {
      assertThat(lane.log().first()).isGreaterThan(1);
    }
    assertThat(lane.files().live()).hasSize(1);
    assertThat(lane.files().pool().bytes()).isEqualTo(2048);
    assertThat(disk.list(DIRECTORY.resolve("telemetry"))).hasSize(1);
  }

  @Test
  void aThinnedSegmentWhoseHeaderIsDamagedIsFoundAgain() throws Exception {
    JournalLane lane = open();
    lane.open("slow").close();
    fill(lane, 1, 100);
    lane.keeper().thin(Thinnable.Step.HALVE);
    lane.keeper().thin(Thinnable.Step.HALVE);
    Path thinned = lane.files().live().get(1).path;
    lane.close();
    disk.rot(thinned, 17);
    JournalLane again = open();
    assertThat(read(again)).hasSize(100);
    assertThat(told).extracting(Gap::loss).containsExactly(Loss.HALF);
    assertThat(append(again, 101)).isEqualTo(101);
  }

  @Test
  void whatIsTooOldIsGivenUpAndTold() throws Exception {
    JournalLane lane = open(3_600_000_000L);
    lane.open("slow").close();
    fill(lane, 1, 100);
    lane.keeper().keep();
    assertThat(lane.log().first()).isEqualTo(1);
    clock.advance(Duration.ofHours(1));
    fill(lane, 101, 150);
    lane.keeper().keep();
    long first = lane.log().first();
    assertThat(first).isBetween(85L, 101L);
    assertThat(read(lane)).hasSize((int) (150 - first + 1));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).samples()).isEqualTo((first - 1) * ROWS);
    clock.offset(clock.boot(), 0, false);
    clock.advance(Duration.ofHours(100));
    lane.keeper().keep();
    assertThat(lane.log().first()).as("without a clock nothing is old").isEqualTo(first);
  }

  @Test
  void aBacklogOfMonthsIsNoJumpOfTheClock() throws Exception {
    JournalLane lane = open();
    lane.open("slow").close();
    fill(lane, 1, 100);
    clock.advance(Duration.ofDays(60));
    fill(lane, 101, 150);
    lane.close();
    JournalLane again = open(Duration.ofDays(40).toSeconds() * 1_000_000);
    again.keeper().keep();
    assertThat(again.log().first()).isBetween(85L, 101L);
  }

  @Test
  void eventsAreNotThinned() throws Exception {
    JournalLane lane =
        new JournalLane(
            new LaneSettings(Lane.EVENT, 1024, 1 << 14, 1),
            disk,
            DIRECTORY,
            clock,
            channels,
            board,
            told::add);
    lane.open("slow");
    for (int i = 0; i < 60; i++) {
      lane.log()
          .append(
              new io.weir.api.model.Event(
                  "t", "s", io.weir.api.model.Severity.INFO, 1, "x".repeat(50), Map.of()));
      lane.commit(true);
    }
    assertThat(lane.keeper().thin(Thinnable.Step.HALVE)).isFalse();
    assertThat(lane.keeper().thin(Thinnable.Step.DELETE)).isTrue();
    assertThat(lane.log().first()).isGreaterThan(1);
  }

  /** At any operation of a thinning the process or the machine ends, or the operation fails. */
  @ParameterizedTest
  @ValueSource(strings = {"killed", "cut", "fails", "full"})
  void nothingIsLostWhereverThinningEnds(String how) throws Exception {
    JournalLane lane = open();
    lane.open("slow").close();
    fill(lane, 1, 60);
    lane.close();
    SimulatedDisk before = disk;
    SimulatedDisk calm = before.copy(0);
    disk = calm;
    JournalLane measured = open();
    int start = calm.operations();
    assertThat(measured.keeper().thin(Thinnable.Step.HALVE)).isTrue();
    int operations = calm.operations() - start;
    assertThat(operations).isGreaterThan(6);
    for (int operation = 1; operation <= operations; operation++) {
      String where = how + " at " + operation;
      disk = before.copy(operation);
      JournalLane tried = open();
      JournalReader reader = tried.open("live");
      disk.failAt(disk.operations() + operation, fault(how));
      thin(tried);
      if (how.equals("fails") || how.equals("full")) {
        disk.heal();
        assertThat(sequences(reader)).as(where).hasSize(60);
        assertThat(tried.keeper().thin(Thinnable.Step.HALVE)).as(where).isTrue();
        assertThat(append(tried, 61)).as(where).isEqualTo(61);
        disk.killed();
      } else if (how.equals("cut")) {
        disk.powerCut();
      } else {
        disk.killed();
      }
      JournalLane again = open();
      Map<Long, Integer> rows = read(again);
      assertThat(rows.keySet()).as(where).startsWith(1L, 2L, 3L).contains(60L);
      assertThat(rows.size()).as(where).isBetween(60, 61);
      boolean thinned = rows.get(2L) != null && rows.get(2L) < ROWS;
      assertThat(told.stream().anyMatch(gap -> gap.first() == 1)).as(where).isEqualTo(thinned);
      assertThat(append(again, 62)).as(where).isGreaterThan(60);
      told.clear();
    }
  }

  private static void thin(JournalLane lane) {
    try {
      assertThat(lane.keeper().thin(Thinnable.Step.HALVE)).isTrue();
    } catch (SimulatedDisk.Gone | IOException e) {
      assertThat(e.getMessage()).isNotEqualTo("");
    }
  }

  private static SimulatedDisk.Fault fault(String how) {
    return switch (how) {
      case "fails" -> SimulatedDisk.Fault.FAILS;
      case "full" -> SimulatedDisk.Fault.FULL;
      default -> SimulatedDisk.Fault.GONE;
    };
  }

  private Map<Long, Integer> read(JournalLane lane) throws JournalException {
    Map<Long, Integer> rows = new TreeMap<>();
    JournalReader reader = lane.open("slow");
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      assertThat(rows.put(entry.sequence(), check(entry))).isNull();
    }
    return rows;
  }

  private static List<Long> sequences(JournalReader reader) throws JournalException {
    List<Long> all = new ArrayList<>();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      all.add(entry.sequence());
    }
    return all;
  }

  /** Each sample is one of those that were appended under this sequence; returns how many. */
  private static int check(JournalEntry entry) {
    Batch batch = entry.batch();
    long before = -1;
    for (int row = 0; row < batch.size(); row++) {
      if (batch.channel(row) == 0) {
        assertThat(batch.bits(row) / 10).isEqualTo(entry.sequence());
        assertThat(batch.bits(row) % 10).isGreaterThan(before);
        before = batch.bits(row) % 10;
      } else {
        assertThat(batch.object(row)).isEqualTo("text " + entry.sequence());
      }
    }
    return batch.size();
  }

  private int fill(JournalLane lane, int from, int to) throws IOException {
    for (int i = from; i <= to; i++) {
      append(lane, i);
      lane.commit(true);
      lane.keeper().keep();
      clock.advance(Duration.ofSeconds(1));
    }
    return to;
  }

  private JournalLane open() throws IOException {
    return open(0);
  }

  private JournalLane open(long maxAge) throws IOException {
    JournalLane lane =
        new JournalLane(
            new LaneSettings(Lane.TELEMETRY, 2048, 1 << 15, 0, maxAge),
            disk,
            DIRECTORY,
            clock,
            channels,
            board,
            told::add);
    return lane;
  }

  private static long time(long number) {
    return FakeClock.DEFAULT_OFFSET + number * 1_000_000;
  }

  private static long append(JournalLane lane, int number) throws JournalException {
    Batch batch = new Batch(8);
    batch.addInteger(0, number * 1_000_000L, number * 10L);
    batch.addInteger(0, number * 1_000_000L, number * 10L + 1);
    batch.addObject(1, number * 1_000_000L, "text " + number, (byte) 0);
    return lane.log().append(batch);
  }
}
