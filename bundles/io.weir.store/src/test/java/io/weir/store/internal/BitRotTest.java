package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Flips bits of a journal at rest, one place at a time, and reads it.
 *
 * <p>What must hold: no value is wrong, no sequence comes twice or is given out again, nothing is
 * lost but the record that was hit, and that is said and told.
 */
class BitRotTest {
  private static final Path DIRECTORY = Path.of("journal");
  private static final String PART = "journal/telemetry";
  private static final int ENTRIES = 60;

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final List<Gap> told = new ArrayList<>();
  private FakeStatusBoard board = new FakeStatusBoard();

  BitRotTest() {
    channels.assign("d/number", ValueType.INTEGER, "");
    channels.assign("d/text", ValueType.TEXT, "");
  }

  @Test
  void aFlippedByteAnywhere() throws Exception {
    SimulatedDisk intact = journal();
    List<Path> files = intact.paths().stream().sorted().toList();
    assertThat(files).hasSizeGreaterThan(5);
    Random random = new Random(3);
    int lossless = 0;
    int flips = 0;
    for (Path file : files) {
      for (int at = 0; at < intact.bytes(file).length; at++) {
        SimulatedDisk disk = intact.copy(at);
        disk.rot(file, at, 1 + random.nextInt(255));
        int lost = check(file + " at " + at, disk, 1);
        lossless += lost == 0 ? 1 : 0;
        flips++;
      }
    }
    assertThat(flips - lossless).as("flips that lost an entry").isGreaterThan(flips / 4);
    assertThat(lossless).as("flips that lost nothing").isGreaterThan(flips / 20);
  }

  @Test
  void aLostSectorAnywhere() throws Exception {
    SimulatedDisk intact = journal();
    for (Path file : intact.paths()) {
      byte[] bytes = intact.bytes(file);
      for (int sector = 0; sector < bytes.length; sector += 512) {
        SimulatedDisk disk = intact.copy(sector);
        Random random = new Random(sector);
        for (int at = sector; at < Math.min(sector + 512, bytes.length); at++) {
          disk.rot(file, at, random.nextInt(256));
        }
        check(file + " sector " + sector, disk, 8);
      }
    }
  }

  private int check(String where, SimulatedDisk disk, int most) throws Exception {
    told.clear();
    board = new FakeStatusBoard();
    JournalLane lane = open(disk);
    JournalReader reader = lane.open("late");
    assertThat(reader.cursor()).as(where).isLessThanOrEqualTo(4);
    Map<Long, Long> found = new TreeMap<>();
    long last = reader.cursor();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      assertThat(entry.sequence()).as(where).isGreaterThan(last);
      last = entry.sequence();
      found.put(last, entry.batch().bits(0));
      assertThat(entry.batch().object(1)).as(where).isEqualTo(text(last));
    }
    found.forEach((sequence, value) -> assertThat(value).as(where).isEqualTo(sequence));
    int lost = 0;
    for (long sequence = 5; sequence <= ENTRIES; sequence++) {
      if (!found.containsKey(sequence)) {
        long missing = sequence;
        lost++;
        if (sequence < last) {
          assertThat(told)
              .as(where)
              .anyMatch(gap -> gap.first() <= missing && missing <= gap.last());
        }
      }
    }
    assertThat(lost).as(where).isLessThanOrEqualTo(most);
    if (lost > 0 && !found.containsKey((long) ENTRIES)) {
      assertThat(last).as(where).isGreaterThanOrEqualTo(ENTRIES - most);
    } else if (lost > 0) {
      assertThat(board.get(PART).state()).as(where).isEqualTo(State.DEGRADED);
      assertThat(board.get(PART).reason()).as(where).isEqualTo("damaged");
      assertThat(board.get(PART).message()).as(where).contains(".seg");
    }
    long next = append(lane, ENTRIES + 1);
    assertThat(next).as(where).isGreaterThan(ENTRIES);
    lane.commit(true);
    JournalEntry entry = reader.next();
    assertThat(entry).as(where).isNotNull();
    assertThat(entry == null ? 0 : entry.sequence()).as(where).isEqualTo(next);
    lane.close();
    return lost;
  }

  /** Several segments, one used again, readers at different places. */
  private SimulatedDisk journal() throws Exception {
    SimulatedDisk disk = new SimulatedDisk(1);
    JournalLane lane = open(disk);
    JournalReader late = lane.open("late");
    JournalReader early = lane.open("early");
    for (int i = 1; i <= ENTRIES; i++) {
      append(lane, i);
      clock.advance(Duration.ofMillis(100));
      if (i % 3 == 0) {
        early.acknowledge(i - 1);
        lane.commit(true);
      }
      if (i == 5) {
        late.acknowledge(4);
      }
    }
    lane.commit(true);
    lane.close();
    return disk;
  }

  private JournalLane open(SimulatedDisk disk) throws IOException {
    return new JournalLane(
        new LaneSettings(Lane.TELEMETRY, 1024, 1 << 16, 0),
        disk,
        DIRECTORY,
        clock,
        channels,
        board,
        told::add);
  }

  private static String text(long number) {
    return "text " + number + " " + "x".repeat((int) (number * 7 % 40));
  }

  private long append(JournalLane lane, int number) throws JournalException {
    Batch batch = new Batch(8);
    batch.addInteger(0, clock.micros(), number);
    batch.addObject(1, clock.micros(), text(number), (byte) 0);
    return lane.log().append(batch);
  }
}
