package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.Gap;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of segments: used again, given up, damaged, and the disk full. */
class LaneRetentionTest {
  private static final Path DIRECTORY = Path.of("journal");
  private static final String PART = "journal/telemetry";

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final SimulatedDisk disk = new SimulatedDisk(1);
  private final List<Gap> told = new ArrayList<>();

  LaneRetentionTest() {
    channels.assign("d/number", ValueType.INTEGER, "");
    channels.assign("d/text", ValueType.TEXT, "");
  }

  @Test
  void segmentsThatEveryReaderHasPassedAreUsedAgain() throws Exception {
    JournalLane lane = open();
    JournalReader fast = lane.open("fast");
    JournalReader slow = lane.open("slow");
    for (int i = 1; i <= 200; i++) {
      append(lane, i);
      lane.commit(true);
      fast.acknowledge(i);
      slow.acknowledge(i - 3);
    }
    lane.commit(true);
    assertThat(lane.files().pool().files()).isLessThanOrEqualTo(4);
    assertThat(lane.log().first()).isBetween(150L, 198L);
    assertThat(slow.next()).isNotNull();
    assertThat(board.get(PART).state()).isEqualTo(State.OK);
    lane.close();
    JournalLane again = open();
    JournalReader back = again.open("slow");
    JournalEntry entry = back.next();
    assertThat(entry).isNotNull();
    assertThat(entry == null ? 0 : entry.sequence()).isEqualTo(198);
  }

  @Test
  void aFreeFileIsNotReadAfterARestart() throws Exception {
    JournalLane lane = open();
    JournalReader reader = lane.open("r");
    for (int i = 1; i <= 60; i++) {
      append(lane, i);
      lane.commit(true);
      reader.acknowledge(i);
    }
    lane.commit(true);
    long first = lane.log().first();
    lane.close();
    JournalLane again = open();
    assertThat(again.log().first()).isEqualTo(first).isGreaterThan(1);
    JournalReader fresh = again.open("fresh");
    long next = first;
    for (JournalEntry entry = fresh.next(); entry != null; entry = fresh.next()) {
      assertThat(entry.sequence()).isEqualTo(next++);
    }
    assertThat(next).isEqualTo(61);
    assertThat(board.get(PART).state()).isNotEqualTo(State.DEGRADED);
  }

  @Test
  void aReaderThatIsBehindHoldsSegmentsUpToTheLimit() throws Exception {
    JournalLane lane = open();
    JournalReader reader = lane.open("slow");
    int i = 0;
    while (counter("given-up") == 0) {
      append(lane, ++i);
      lane.commit(true);
    }
    assertThat(lane.files().pool().bytes()).isLessThanOrEqualTo(1 << 14);
    assertThat(board.get(PART).state()).isEqualTo(State.DEGRADED);
    assertThat(board.get(PART).reason()).isEqualTo("retention");
    JournalEntry entry = reader.next();
    assertThat(entry == null ? 0 : entry.sequence()).isEqualTo(counter("given-up") + 1);
    reader.acknowledge(i);
    append(lane, ++i);
    lane.commit(true);
    assertThat(board.get(PART).state()).isEqualTo(State.OK);
  }

  @Test
  void aFullDiskIsSaidAndGoesOnWhenThereIsRoom() throws Exception {
    JournalLane lane = open();
    lane.open("reader");
    append(lane, 1);
    lane.commit(true);
    disk.failAt(disk.operations() + 1, SimulatedDisk.Fault.FULL);
    int taken = 1;
    int next = 2;
    boolean full = false;
    while (!full) {
      try {
        append(lane, next);
        taken = next++;
      } catch (JournalException e) {
        assertThat(e).hasMessageContaining("No space left");
        full = true;
      }
    }
    assertThat(board.get(PART).state()).isEqualTo(State.ERROR);
    assertThat(board.get(PART).reason()).isEqualTo("disk");
    assertThat(board.get(PART).message()).contains("free space");
    disk.heal();
    assertThat(append(lane, next)).isEqualTo(taken + 1L);
    lane.commit(true);
    assertThat(board.get(PART).state()).isEqualTo(State.OK);
  }

  @Test
  void aDamagedEntryIsPassedOverAndSaid() throws Exception {
    JournalLane lane = open();
    for (int i = 1; i <= 5; i++) {
      append(lane, i);
    }
    lane.commit(true);
    Path file = DIRECTORY.resolve("telemetry").resolve("000001.seg");
    byte[] bytes = disk.bytes(file);
    int at = indexOf(bytes, "text 3 ");
    disk.rot(file, at);
    JournalReader reader = lane.open("r");
    long sum = 0;
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      sum += entry.sequence();
    }
    assertThat(sum).isEqualTo(1 + 2 + 4 + 5);
    assertThat(board.get(PART).state()).isEqualTo(State.DEGRADED);
    assertThat(counter("damaged")).isEqualTo(1);
    lane.close();
    JournalLane again = open();
    assertThat(again.log().last()).isEqualTo(5);
    assertThat(append(again, 6)).isEqualTo(6);
    assertThat(counter("damaged")).isEqualTo(1);
  }

  @Test
  void theRecordsOfASegmentWithADamagedHeaderAreFoundAgain() throws Exception {
    JournalLane lane = open();
    for (int i = 1; i <= 5; i++) {
      append(lane, i);
    }
    lane.commit(true);
    lane.close();
    disk.rot(DIRECTORY.resolve("telemetry").resolve("000001.seg"), 20);
    JournalLane again = open();
    assertThat(board.get(PART).message()).contains("000001.seg had a damaged header");
    assertThat(append(again, 6)).isEqualTo(6);
    again.commit(true);
    assertThat(sequences(again.open("r"))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    again.close();
    open();
    assertThat(board.get(PART).state()).isEqualTo(State.OK);
  }

  @Test
  void aSegmentOfWhichNothingIsKnownNeverBringsASequenceBack() throws Exception {
    JournalLane lane = open();
    for (int i = 1; i <= 5; i++) {
      append(lane, i);
    }
    lane.commit(true);
    lane.close();
    Path file = DIRECTORY.resolve("telemetry").resolve("000001.seg");
    disk.rot(file, 20);
    for (int at = SegmentHeader.SIZE; at < disk.bytes(file).length; at += RecordFormat.HEADER) {
      disk.rot(file, at);
    }
    JournalLane again = open();
    long next = append(again, 6);
    assertThat(next).isGreaterThan(5);
    assertThat(board.get(PART).message()).contains("set aside as 000001.seg.damaged");
    assertThat(disk.list(DIRECTORY.resolve("telemetry"))).contains("000001.seg.damaged");
    again.commit(true);
    assertThat(sequences(again.open("r"))).containsExactly(next);
  }

  @Test
  void aNewerVersionIsRefused() throws Exception {
    open().close();
    byte[] header = new SegmentHeader(2, 7, 1, Thinning.NONE).toBytes();
    header[7] = '3';
    disk.open(DIRECTORY.resolve("telemetry").resolve("000001.seg")).write(0, header, 0, 64);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("000001.seg has version 3")
        .hasMessageContaining("knows version 1");
    assertThat(board.get(PART).state()).isEqualTo(State.ERROR);
    assertThat(disk.list(DIRECTORY.resolve("telemetry"))).containsExactly("000001.seg");
  }

  @Test
  void ofTwoFilesWithOneIdTheFullerOneIsTaken() throws Exception {
    JournalLane lane = open();
    append(lane, 1);
    lane.commit(true);
    Path telemetry = DIRECTORY.resolve("telemetry");
    byte[] copy = disk.bytes(telemetry.resolve("000001.seg")).clone();
    append(lane, 2);
    append(lane, 3);
    lane.commit(true);
    lane.close();
    disk.open(telemetry.resolve("000000.seg")).write(0, copy, 0, copy.length);
    disk.open(telemetry.resolve("000009.seg")).write(0, copy, 0, copy.length);
    JournalLane again = open();
    assertThat(board.get(PART).message())
        .contains("000000.seg was set aside")
        .contains("000009.seg was set aside as 000009.seg.damaged: it has the same id");
    assertThat(append(again, 4)).isEqualTo(4);
    again.commit(true);
    assertThat(sequences(again.open("r"))).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void filesThatAreNoSegmentsAreLeftAlone() throws Exception {
    byte[] text = "what is this?".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Path telemetry = DIRECTORY.resolve("telemetry");
    for (String name : List.of("notes.txt", "000001.seg", "000002.seg.damaged", "x.seg")) {
      disk.open(telemetry.resolve(name)).write(0, text, 0, text.length);
    }
    byte[] other = new SegmentHeader(1, 7, 1, Thinning.NONE).toBytes();
    disk.open(telemetry.resolve("000003.seg")).write(0, other, 0, other.length);
    disk.open(telemetry.resolve("000004.seg")).write(0, new byte[20], 0, 20);
    JournalLane lane = open();
    append(lane, 1);
    assertThat(disk.list(telemetry))
        .containsExactly(
            "000001.seg.damaged",
            "000002.seg.damaged",
            "000003.seg.damaged",
            "000005.seg",
            "notes.txt",
            "x.seg");
    assertThat(board.get(PART).message())
        .contains("000001.seg was set aside")
        .contains("000003.seg.damaged: it belongs to another lane");
    assertThat(lane.files().pool().bytes()).isEqualTo(1024);
  }

  @Test
  void anEntryLargerThanASegmentGetsOneOfItsOwn() throws Exception {
    JournalLane lane = open();
    JournalReader reader = lane.open("r");
    append(lane, 1);
    Batch large = new Batch(8);
    large.addObject(1, 1, "y".repeat(9000), (byte) 0);
    assertThat(lane.log().append(large)).isEqualTo(2);
    append(lane, 3);
    lane.commit(true);
    reader.next();
    JournalEntry entry = reader.next();
    assertThat(entry == null ? null : entry.batch().object(0)).isEqualTo("y".repeat(9000));
    entry = reader.next();
    assertThat(entry == null ? 0 : entry.sequence()).isEqualTo(3);
  }

  @Test
  void anEntryCarriesTheBootItWasWrittenIn() throws Exception {
    JournalLane lane = open();
    JournalReader reader = lane.open("r");
    append(lane, 1);
    clock.reboot(2, 5);
    append(lane, 2);
    lane.commit(true);
    JournalEntry first = reader.next();
    assertThat(first == null ? 0 : first.boot()).isEqualTo(1);
    JournalEntry second = reader.next();
    assertThat(second == null ? 0 : second.boot()).isEqualTo(2);
  }

  @Test
  void oneCommitIsOneForceAndOneAppendOneWrite() throws Exception {
    JournalLane lane = open();
    append(lane, 1);
    lane.commit(true);
    int before = disk.operations();
    for (int i = 2; i <= 4; i++) {
      append(lane, i);
    }
    assertThat(disk.operations() - before).isEqualTo(3);
    lane.commit(false);
    assertThat(disk.operations() - before).isEqualTo(4);
    lane.commit(false);
    assertThat(disk.operations() - before).isEqualTo(4);
  }

  @Test
  void anEventThatCouldNotBeCommittedDoesNotComeBack() throws Exception {
    JournalLane lane = openEvents();
    AtomicReference<String> told = new AtomicReference<>("nothing");
    for (String name : List.of("lost, and a long one at that", "lost too")) {
      long sequence = lane.log().append(event(name));
      lane.waiters()
          .add(sequence, () -> told.set("done"), failure -> told.set(failure.getMessage()));
    }
    disk.failAt(disk.operations() + 1, SimulatedDisk.Fault.FAILS);
    lane.commit(false);
    assertThat(told.get()).contains("cannot be forced");
    assertThat(board.get("journal/event").state()).isEqualTo(State.ERROR);
    disk.heal();
    assertThat(lane.log().append(event("kept"))).isEqualTo(1);
    lane.commit(false);
    assertThat(board.get("journal/event").state()).isEqualTo(State.OK);
    disk.killed();
    JournalReader reader = openEvents().open("r");
    JournalEntry entry = reader.next();
    Event event = entry == null ? null : entry.event();
    assertThat(event == null ? "" : event.message()).isEqualTo("kept");
    assertThat(reader.next()).isNull();
  }

  private JournalLane openEvents() throws IOException {
    return new JournalLane(
        new LaneSettings(Lane.EVENT, 1024, 1 << 14, 1),
        disk,
        DIRECTORY,
        clock,
        channels,
        board,
        told::add);
  }

  private static Event event(String message) {
    return new Event("test", "test", Severity.INFO, 1, message, Map.of());
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatThrownBy(() -> new JournalSettings(0, 1 << 20, 1 << 30, 1 << 20, 1 << 30))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("commit.interval.ms: '0'");
    assertThatThrownBy(() -> new JournalSettings(1, 1000, 1 << 30, 1 << 20, 1 << 30))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("segment.bytes: '1000'");
    assertThatThrownBy(() -> new JournalSettings(1, 1 << 20, 1 << 20, 1 << 20, 1 << 30))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("journal.max.bytes");
  }

  private JournalLane open() throws IOException {
    return new JournalLane(
        new LaneSettings(Lane.TELEMETRY, 1024, 1 << 14, 0),
        disk,
        DIRECTORY,
        clock,
        channels,
        board,
        told::add);
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

  private long counter(String name) {
    return board.get(PART).counters().getOrDefault(name, 0L);
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
