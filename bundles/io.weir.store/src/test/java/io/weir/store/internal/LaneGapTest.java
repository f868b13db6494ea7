package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.Gap;
import io.weir.api.store.Gap.Loss;
import io.weir.api.store.Gap.Reason;
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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a lane tells of entries that a reader does not get whole. */
class LaneGapTest {
  private static final Path TELEMETRY = Path.of("journal").resolve("telemetry");
  private static final String PART = "journal/telemetry";

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final SimulatedDisk disk = new SimulatedDisk(1);
  private final List<Gap> told = new ArrayList<>();
  private boolean refusing;

  LaneGapTest() {
    channels.assign("d/number", ValueType.INTEGER, "");
    channels.assign("d/text", ValueType.TEXT, "");
  }

  @Test
  void whatWasGivenUpIsToldOnceWhenTheReaderGetsThere() throws Exception {
    JournalLane lane = open();
    lane.open("slow").close();
    int last = fill(lane, 200);
    assertThat(told).isEmpty();
    JournalReader slow = lane.open("slow");
    List<Long> got = sequences(slow);
    long first = got.get(0);
    assertThat(first).isGreaterThan(50);
    assertThat(told).containsExactly(gap(1, first - 1, Loss.ALL, Reason.BUDGET));
    assertThat(got).hasSize((int) (last - first + 1)).endsWith((long) last);
    slow.seek(0);
    assertThat(sequences(slow)).isEqualTo(got);
    assertThat(told).hasSize(1);
  }

  @Test
  void whatWasToldIsNotToldAgainAfterARestart() throws Exception {
    JournalLane lane = open();
    JournalReader slow = lane.open("slow");
    fill(lane, 200);
    slow.next();
    lane.commit(true);
    lane.close();
    sequences(open().open("slow"));
    assertThat(told).hasSize(1);
  }

  @Test
  void whatWasNotToldBeforeACrashIsToldAfterIt() throws Exception {
    JournalLane lane = open();
    lane.open("slow");
    fill(lane, 200);
    disk.powerCut();
    List<Long> got = sequences(open().open("slow"));
    assertThat(told).containsExactly(gap(1, got.get(0) - 1, Loss.ALL, Reason.BUDGET));
  }

  @Test
  void aReaderFurtherBehindIsToldTheRest() throws Exception {
    JournalLane lane = open();
    JournalReader near = lane.open("near");
    JournalReader far = lane.open("far");
    fill(lane, 20);
    near.acknowledge(15);
    near.seek(15);
    for (int i = 21; i <= 200; i++) {
      append(lane, i);
      lane.commit(true);
    }
    long first = sequences(near).get(0);
    sequences(far);
    assertThat(told)
        .containsExactly(
            gap(16, first - 1, Loss.ALL, Reason.BUDGET), gap(1, 15, Loss.ALL, Reason.BUDGET));
  }

  @Test
  void entriesLargerThanASegmentAreWholeAlsoWhileOthersAreGivenUp() throws Exception {
    JournalLane lane = open();
    for (int i = 1; i <= 60; i++) {
      lane.open("reader " + i);
      Batch batch = new Batch(8);
      batch.addObject(1, i, "y".repeat(2900 + i), (byte) 0);
      assertThat(lane.log().append(batch)).isEqualTo(i);
      lane.commit(true);
    }
    lane.close();
    JournalReader reader = open().open("reader 1");
    List<Long> got = sequences(reader);
    assertThat(got).hasSizeGreaterThan(2).endsWith(60L).doesNotHaveDuplicates();
    assertThat(told).containsExactly(gap(1, got.get(0) - 1, Loss.ALL, Reason.BUDGET));
    assertThat(got).hasSize((int) (60 - got.get(0) + 1));
  }

  @Test
  void aDamagedEntryIsTold() throws Exception {
    JournalLane lane = open();
    fill(lane, 5);
    byte[] bytes = disk.bytes(TELEMETRY.resolve("000001.seg"));
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    disk.rot(TELEMETRY.resolve("000001.seg"), text.indexOf("text 3 "));
    assertThat(sequences(lane.open("a"))).containsExactly(1L, 2L, 4L, 5L);
    assertThat(sequences(lane.open("b"))).containsExactly(1L, 2L, 4L, 5L);
    assertThat(told).containsExactly(gap(3, 3, Loss.ALL, Reason.DAMAGE));
  }

  @Test
  void aSegmentThatIsMissingIsOneGap() throws Exception {
    JournalLane lane = open();
    lane.open("slow").close();
    fill(lane, 60);
    long first = lane.files().live().get(1).firstSequence;
    long next = lane.files().live().get(2).firstSequence;
    Path file = lane.files().live().get(1).path;
    lane.close();
    disk.delete(file);
    JournalLane again = open();
    List<Long> got = sequences(again.open("slow"));
    assertThat(got).hasSize((int) (60 - (next - first))).doesNotHaveDuplicates();
    assertThat(told).containsExactly(gap(first, next - 1, Loss.ALL, Reason.DAMAGE));
    assertThat(board.get(PART).state()).isEqualTo(State.DEGRADED);
  }

  @Test
  void aTruncatedSegmentLosesItsEndAlone() throws Exception {
    JournalLane lane = open();
    lane.open("slow").close();
    fill(lane, 60);
    Segment cut = lane.files().live().get(1);
    long next = lane.files().live().get(2).firstSequence;
    lane.close();
    disk.open(cut.path).truncate(cut.capacity / 2);
    JournalLane again = open();
    List<Long> got = sequences(again.open("slow"));
    assertThat(got).hasSizeBetween(50, 59).doesNotHaveDuplicates();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).reason()).isEqualTo(Reason.DAMAGE);
    assertThat(told.get(0).first()).isGreaterThan(cut.firstSequence);
    assertThat(told.get(0).last()).isEqualTo(next - 1);
    assertThat(missing(got, 60)).hasSize((int) (next - told.get(0).first()));
  }

  @Test
  void nothingBehindAGapIsShownBeforeItCanBeTold() throws Exception {
    JournalLane lane = open();
    JournalReader slow = lane.open("slow");
    fill(lane, 200);
    refusing = true;
    assertThatThrownBy(slow::next)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("no room for events");
    assertThatThrownBy(slow::next).isInstanceOf(JournalException.class);
    refusing = false;
    List<Long> got = sequences(slow);
    assertThat(told).containsExactly(gap(1, got.get(0) - 1, Loss.ALL, Reason.BUDGET));
  }

  @Test
  void manySmallHolesAreToldEachAndNotBelowAnother() throws Exception {
    Intervals intervals = new Intervals(3);
    intervals.add(10, 12);
    intervals.add(20, 22);
    intervals.add(13, 15);
    assertThat(intervals.all()).hasSize(2);
    assertThat(intervals.missing(8, 23))
        .containsExactly(
            new Intervals.Interval(8, 9),
            new Intervals.Interval(16, 19),
            new Intervals.Interval(23, 23));
    assertThat(intervals.missing(11, 14)).isEmpty();
    assertThat(intervals.missing(14, 16)).containsExactly(new Intervals.Interval(16, 16));
    intervals.add(1, 1);
    intervals.add(30, 30);
    assertThat(intervals.all().get(0)).isEqualTo(new Intervals.Interval(10, 15));
    intervals.add(16, 19);
    assertThat(intervals.all().get(0)).isEqualTo(new Intervals.Interval(10, 22));
    assertThat(intervals.forget(22)).isTrue();
    assertThat(intervals.missing(30, 31)).containsExactly(new Intervals.Interval(31, 31));
  }

  @Test
  void aGapComesBackFromItsEvent() {
    Gap gap = new Gap(Lane.TELEMETRY, 3, 9, Loss.THREE_QUARTERS, Reason.DISK_FLOOR, 12, 5, 6);
    Event event = gap.toEvent(clock.micros());
    assertThat(Gap.of(event)).contains(gap);
    assertThat(event.message()).contains("Entries 3 to 9").contains("three of four");
    assertThat(event.attributes()).containsAllEntriesOf(Map.of("reason", "disk-floor"));
  }

  private static Gap gap(long first, long last, Loss loss, Reason reason) {
    return new Gap(Lane.TELEMETRY, first, last, loss, reason, 0, 0, 0);
  }

  private static Set<Long> missing(List<Long> got, long last) {
    Set<Long> all = new TreeSet<>();
    for (long i = 1; i <= last; i++) {
      all.add(i);
    }
    got.forEach(all::remove);
    return all;
  }

  private int fill(JournalLane lane, int entries) throws IOException {
    for (int i = 1; i <= entries; i++) {
      append(lane, i);
      lane.commit(true);
      clock.advance(Duration.ofSeconds(1));
    }
    return entries;
  }

  private JournalLane open() throws IOException {
    return new JournalLane(
        new LaneSettings(Lane.TELEMETRY, 1024, 1 << 14, 0),
        disk,
        Path.of("journal"),
        clock,
        channels,
        board,
        gap -> {
          if (refusing) {
            throw new JournalException("no room for events", null);
          }
          told.add(gap);
        });
  }

  private static long append(JournalLane lane, int number) throws JournalException {
    Batch batch = new Batch(8);
    batch.addInteger(0, number, number);
    batch.addObject(1, number, "text " + number + " " + "x".repeat(40), (byte) 0);
    return lane.log().append(batch);
  }

  private static List<Long> sequences(JournalReader reader) throws JournalException {
    List<Long> all = new ArrayList<>();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      all.add(entry.sequence());
    }
    return all;
  }
}
