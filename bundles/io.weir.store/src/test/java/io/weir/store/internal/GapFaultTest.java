package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A lane at its limit with a reader behind, while every single disk operation goes wrong.
 *
 * <p>What must hold at any moment: an entry the reader has passed was shown whole, or a gap record
 * of it was told before; no sample is shown that was not appended under that sequence.
 */
class GapFaultTest {
  private static final int STEPS = 150;
  private static final int ROWS = 4;

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final List<Gap> told = new ArrayList<>();
  private final TreeMap<Long, Integer> rows = new TreeMap<>();
  private final Map<Long, Integer> appended = new TreeMap<>();

  GapFaultTest() {
    channels.assign("d/number", ValueType.INTEGER, "");
  }

  @ParameterizedTest
  @CsvSource({"GONE,true", "GONE,false", "FAILS,true", "FULL,true", "DOWN,true", "READ_ONLY,false"})
  void whatTheReaderDoesNotGetIsTold(SimulatedDisk.Fault fault, boolean powerCut) throws Exception {
    SimulatedDisk calm = new SimulatedDisk(0);
    run(calm, "calm");
    assertThat(told).extracting(Gap::loss).contains(Loss.ALL, Loss.HALF, Loss.THREE_QUARTERS);
    int operations = calm.operations();
    for (int operation = 1; operation <= operations; operation++) {
      String where = fault + " at " + operation;
      told.clear();
      rows.clear();
      appended.clear();
      SimulatedDisk disk = new SimulatedDisk(operation);
      disk.failAt(operation, fault);
      try {
        run(disk, where);
      } catch (SimulatedDisk.Gone e) {
        assertThat(fault).isEqualTo(SimulatedDisk.Fault.GONE);
      }
      if (powerCut) {
        disk.powerCut();
      } else {
        disk.killed();
      }
      disk.heal();
      JournalLane again = open(disk);
      assertThat(again).as(where).isNotNull();
      if (again != null) {
        append(again, STEPS + 1);
        again.commit(true);
        read(again.open("slow"), Integer.MAX_VALUE);
        check(where);
      }
    }
  }

  private void run(SimulatedDisk disk, String where) throws Exception {
    JournalLane lane = open(disk);
    if (lane == null) {
      return;
    }
    Random random = new Random(11);
    JournalReader reader = lane.open("slow");
    for (int step = 1; step <= STEPS; step++) {
      append(lane, step);
      if (random.nextInt(3) == 0) {
        lane.commit(true);
      }
      if (random.nextInt(4) == 0) {
        try {
          lane.keeper().keep();
        } catch (IOException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
      if (step % 60 == 0) {
        try {
          read(reader, 5);
        } catch (JournalException e) {
          assertThat(e).hasMessageContaining("cannot be read");
        }
        check(where);
      }
      if (step == STEPS - 10) {
        disk.heal();
      }
    }
    lane.commit(true);
    read(reader, 20);
    check(where);
  }

  private void check(String where) {
    long last = rows.isEmpty() ? 0 : rows.lastKey();
    for (long each = 1; each <= last; each++) {
      long sequence = each;
      Integer got = rows.get(sequence);
      if (got == null) {
        assertThat(told)
            .as(where + ": nothing of " + sequence)
            .anyMatch(gap -> covers(gap, sequence) && gap.loss() == Loss.ALL);
      } else if (got < ROWS) {
        assertThat(told)
            .as(where + ": " + got + " of " + sequence)
            .anyMatch(gap -> covers(gap, sequence) && gap.loss() != Loss.ALL);
      }
    }
  }

  private static boolean covers(Gap gap, long sequence) {
    return gap.first() <= sequence && sequence <= gap.last();
  }

  private void read(JournalReader reader, int most) throws JournalException {
    JournalEntry entry = reader.next();
    int count = 0;
    while (entry != null) {
      Batch batch = entry.batch();
      Integer number = appended.get(entry.sequence());
      for (int row = 0; row < batch.size(); row++) {
        if (number != null) {
          assertThat(batch.bits(row) / 10).isEqualTo((long) number);
        }
      }
      rows.put(entry.sequence(), batch.size());
      reader.acknowledge(entry.sequence() - 2);
      count++;
      entry = count < most ? reader.next() : null;
    }
  }

  private @Nullable JournalLane open(SimulatedDisk disk) {
    try {
      return new JournalLane(
          new LaneSettings(Lane.TELEMETRY, 1024, 6 * 1024, 0),
          disk,
          Path.of("journal"),
          clock,
          channels,
          new FakeStatusBoard(),
          told::add);
    } catch (IOException e) {
      return null;
    }
  }

  private void append(JournalLane lane, int number) {
    Batch batch = new Batch(8);
    for (int row = 0; row < ROWS; row++) {
      batch.addInteger(0, number, number * 10L + row);
    }
    try {
      appended.put(lane.log().append(batch), number);
    } catch (JournalException e) {
      assertThat(lane.status().trouble()).isNotEmpty();
    }
  }
}
