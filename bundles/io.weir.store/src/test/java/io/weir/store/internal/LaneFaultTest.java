package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets every single disk operation of a story go wrong, in every way, and looks at what is there
 * after a new start.
 *
 * <p>What must hold: an entry that was committed is there whatever happened; an entry whose append
 * returned is there unless the power was cut; nothing is there that was never appended under that
 * sequence; no sequence a reader saw is given out again; a cursor is never ahead of what was
 * acknowledged.
 */
class LaneFaultTest {
  private static final Path DIRECTORY = Path.of("journal");
  private static final int STEPS = 60;

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();

  LaneFaultTest() {
    channels.assign("d/number", ValueType.INTEGER, "");
    channels.assign("d/text", ValueType.TEXT, "");
    channels.assign("d/other", ValueType.INTEGER, "");
  }

  /** What the outside world knows. */
  private static final class Known {
    final Map<Long, Integer> appended = new TreeMap<>();
    final Map<Long, Integer> seen = new TreeMap<>();
    int tried;
    long committed;
    long acknowledged;
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void killedAtAnyOperation(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.GONE, false);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void powerCutAtAnyOperation(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.GONE, true);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void anyOperationFailsAndThenTheProcessIsKilled(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.FAILS, false);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void anyOperationFailsAndThenThePowerIsCut(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.FAILS, true);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void theDiskIsFullFromAnyOperationOn(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.FULL, true);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void theDiskIsDownFromAnyOperationOn(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.DOWN, true);
    everyOperation(lane, SimulatedDisk.Fault.DOWN, false);
  }

  @ParameterizedTest
  @EnumSource(Lane.class)
  void theDiskIsReadOnlyFromAnyOperationOn(Lane lane) throws Exception {
    everyOperation(lane, SimulatedDisk.Fault.READ_ONLY, true);
    everyOperation(lane, SimulatedDisk.Fault.READ_ONLY, false);
  }

  private void everyOperation(Lane lane, SimulatedDisk.Fault fault, boolean powerCut)
      throws Exception {
    SimulatedDisk calm = new SimulatedDisk(0);
    Known all = new Known();
    story(lane, calm, all, new Random(5));
    assertThat(all.appended).hasSize(STEPS + 1);
    int operations = calm.operations();
    assertThat(calm.list(DIRECTORY.resolve(JournalLane.name(lane))))
        .as("several segments")
        .hasSizeGreaterThan(2);
    for (int operation = 1; operation <= operations; operation++) {
      SimulatedDisk disk = new SimulatedDisk(operation);
      disk.failAt(operation, fault);
      Known known = new Known();
      try {
        story(lane, disk, known, new Random(5));
      } catch (SimulatedDisk.Gone e) {
        assertThat(fault).isEqualTo(SimulatedDisk.Fault.GONE);
      }
      if (powerCut) {
        disk.powerCut();
      } else {
        disk.killed();
      }
      disk.heal();
      String where = lane + " " + fault + " at operation " + operation;
      check(where, lane, disk, known, powerCut);
    }
  }

  /** Appends, commits, reads and acknowledges until all is written or the machine is gone. */
  private void story(Lane lane, SimulatedDisk disk, Known known, Random random) throws Exception {
    JournalLane open = open(lane, disk);
    if (open == null) {
      return;
    }
    JournalReader reader = open.open("uplink");
    for (int step = 1; step <= STEPS; step++) {
      append(open, step, known, random);
      if (random.nextInt(3) == 0) {
        open.commit(random.nextBoolean());
        known.committed = Math.max(known.committed, open.log().committed());
        try {
          read(reader, known, random);
        } catch (JournalException e) {
          assertThat(e).hasMessageContaining("the journal cannot be read: ");
        }
      }
      if (random.nextInt(10) == 0) {
        try {
          open.log().prepareSpare();
        } catch (IOException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
      if (step == STEPS - 5) {
        disk.heal();
      }
    }
    open.commit(true);
    known.committed = open.log().committed();
    // Healed five steps ago: it goes on without a restart.
    append(open, STEPS + 1, known, random);
    open.commit(true);
    assertThat(known.appended).containsEntry(open.log().committed(), STEPS + 1);
    known.committed = open.log().committed();
    assertThat(open.status().trouble()).isEmpty();
    read(reader, known, random);
    if (lane == Lane.TELEMETRY) {
      assertThat(known.seen).as("nothing that was taken is lost").isEqualTo(known.appended);
    } else {
      assertThat(known.appended).containsAllEntriesOf(known.seen);
    }
  }

  private static void append(JournalLane open, int step, Known known, Random random) {
    int length = random.nextInt(400);
    known.tried = step;
    try {
      long sequence =
          open.lane() == Lane.EVENT
              ? open.log().append(event(step, length))
              : open.log().append(batch(step, length));
      known.appended.put(sequence, step);
    } catch (JournalException e) {
      assertThat(open.status().trouble()).isNotEmpty();
    }
  }

  private static void read(JournalReader reader, Known known, Random random)
      throws JournalException {
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      Integer before = known.seen.put(entry.sequence(), number(entry));
      assertThat(before).as("seen twice").isNull();
      assertThat(entry.sequence()).isLessThanOrEqualTo(known.committed);
    }
    if (random.nextInt(3) == 0) {
      known.acknowledged = Math.max(known.acknowledged, known.committed - random.nextInt(10));
      reader.acknowledge(known.acknowledged);
    }
  }

  private void check(String where, Lane lane, SimulatedDisk disk, Known known, boolean powerCut)
      throws Exception {
    JournalLane open = open(lane, disk);
    assertThat(open).as(where).isNotNull();
    if (open == null) {
      return;
    }
    JournalReader reader = open.open("uplink");
    assertThat(reader.cursor()).as(where).isLessThanOrEqualTo(known.acknowledged);
    Map<Long, Integer> found = new TreeMap<>();
    long last = reader.cursor();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      assertThat(entry.sequence()).as(where).isGreaterThan(last);
      last = entry.sequence();
      found.put(last, number(entry));
    }
    for (Map.Entry<Long, Integer> each : known.appended.entrySet()) {
      long sequence = each.getKey();
      boolean durable = sequence <= known.committed || (!powerCut && lane != Lane.EVENT);
      if (durable && sequence > reader.cursor()) {
        assertThat(found).as(where).containsEntry(sequence, each.getValue());
      }
    }
    for (Map.Entry<Long, Integer> each : found.entrySet()) {
      Integer seen = known.seen.get(each.getKey());
      assertThat(each.getValue()).as(where).isBetween(1, known.tried);
      if (seen != null) {
        assertThat(each.getValue()).as(where).isEqualTo(seen);
      }
    }
    Known after = new Known();
    append(open, 1, after, new Random(1));
    long next = after.appended.keySet().iterator().next();
    assertThat(next).as(where).isGreaterThan(known.committed).isGreaterThan(last);
    open.commit(true);
    JournalEntry entry = reader.next();
    assertThat(entry).as(where).isNotNull();
    assertThat(open.log().committed()).as(where).isEqualTo(next);
    open.close();
  }

  private @Nullable JournalLane open(Lane lane, SimulatedDisk disk) throws Exception {
    try {
      return new JournalLane(
          new LaneSettings(lane, 2048, 1 << 16, lane == Lane.EVENT ? 1 : 0),
          disk,
          DIRECTORY,
          clock,
          channels,
          new FakeStatusBoard(),
          gap -> {});
    } catch (IOException e) {
      return null;
    }
  }

  private static Batch batch(int number, int length) {
    Batch batch = new Batch(8);
    batch.addInteger(number % 2 * 2, number, number);
    batch.addObject(1, number, "x".repeat(length), (byte) 0);
    return batch;
  }

  private static Event event(int number, int length) {
    return new Event(
        "test", String.valueOf(number), Severity.INFO, number, "x".repeat(length), Map.of());
  }

  private static int number(JournalEntry entry) {
    Event event = entry.event();
    return event == null ? (int) entry.batch().bits(0) : Integer.parseInt(event.source());
  }
}
