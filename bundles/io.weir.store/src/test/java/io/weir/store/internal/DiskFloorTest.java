package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Event;
import io.weir.api.runtime.State;
import io.weir.api.store.JournalException;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiskFloorTest {
  private static final long MEGA = 1L << 20;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final List<String> done = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private long free = 200 * MEGA;
  private long total = 2000 * MEGA;
  private @Nullable IOException unreadable;
  private boolean refusing;

  private final Part history = new Part("history");
  private final Part journal = new Part("journal");

  /** Something with pieces of ten megabytes. */
  private final class Part implements Thinnable {
    private final String name;
    private final Map<Step, Integer> left = new EnumMap<>(Step.class);
    private boolean failing;

    Part(String name) {
      this.name = name;
    }

    @Override
    public boolean thin(Step step) throws IOException {
      int pieces = left.getOrDefault(step, 0);
      if (failing && pieces > 0) {
        throw new IOException("cannot");
      }
      if (pieces == 0) {
        return false;
      }
      left.put(step, pieces - 1);
      free += 10 * MEGA;
      done.add(name + " " + step);
      return true;
    }
  }

  private DiskFloor floor(long configured) {
    return new DiskFloor(
        new DiskFloor.Space() {
          @Override
          public long free() throws IOException {
            if (unreadable != null) {
              throw unreadable;
            }
            return free;
          }

          @Override
          public long total() {
            return total;
          }
        },
        configured,
        () -> List.of(history, journal),
        new FakeClock(),
        event -> {
          if (refusing) {
            throw new JournalException("no", null);
          }
          events.add(event);
        },
        board.part("disk"));
  }

  @Test
  void allPartsTakeAStepBeforeAnyTakesTheNext() {
    history.left.putAll(Map.of(Thinnable.Step.HALVE, 1, Thinnable.Step.DELETE, 5));
    history.left.put(Thinnable.Step.ROLLUPS_ONLY, 1);
    journal.left.putAll(Map.of(Thinnable.Step.SPARE, 1, Thinnable.Step.HALVE, 2));
    journal.left.put(Thinnable.Step.DELETE, 5);
    DiskFloor floor = floor(0);
    assertThat(floor.step()).isFalse();
    assertThat(done).isEmpty();
    assertThat(board.get("disk").counters()).containsEntry("floor", 100 * MEGA);
    assertThat(board.get("disk").state()).isEqualTo(State.OK);
    free = 45 * MEGA;
    assertThat(floor.step()).isFalse();
    assertThat(done)
        .containsExactly(
            "journal SPARE",
            "history HALVE",
            "journal HALVE",
            "journal HALVE",
            "history ROLLUPS_ONLY",
            "history DELETE",
            "history DELETE");
    assertThat(free).isEqualTo(115 * MEGA);
    assertThat(board.get("disk").state()).isEqualTo(State.OK);
  }

  @Test
  void theAlarmComesOnceAndClearsWithRoomToSpare() {
    journal.left.put(Thinnable.Step.HALVE, 1);
    DiskFloor floor = floor(100 * MEGA);
    free = 94 * MEGA;
    assertThat(floor.step()).as("nothing more to do").isFalse();
    assertThat(free).isEqualTo(104 * MEGA);
    assertThat(board.get("disk").state()).isEqualTo(State.ERROR);
    assertThat(board.get("disk").reason()).isEqualTo("floor");
    assertThat(board.get("disk").message()).contains("104 MiB", "100 MiB", "nothing left");
    floor.step();
    assertThat(events).hasSize(1);
    assertThat(events.get(0).type()).isEqualTo("disk");
    assertThat(events.get(0).message()).contains("94 MiB are free");
    free = 109 * MEGA;
    floor.step();
    assertThat(board.get("disk").state()).as("not yet").isEqualTo(State.ERROR);
    free = 110 * MEGA;
    floor.step();
    assertThat(board.get("disk").state()).isEqualTo(State.OK);
    assertThat(events).hasSize(2);
    assertThat(events.get(1).message()).contains("room again");
    free = 101 * MEGA;
    floor.step();
    assertThat(events).as("not low again above the floor").hasSize(2);
  }

  @Test
  void aStepIsBounded() {
    history.left.put(Thinnable.Step.HALVE, 1000);
    free = 0;
    total = 200_000 * MEGA;
    DiskFloor floor = floor(2000 * MEGA);
    assertThat(floor.step()).isTrue();
    assertThat(done).hasSize(64);
    assertThat(board.get("disk").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("disk").message()).contains("thinned");
    while (floor.step()) {
      assertThat(done).hasSizeLessThan(250);
    }
    assertThat(done).hasSize(220);
    assertThat(board.get("disk").state()).isEqualTo(State.OK);
  }

  @Test
  void whatCannotBeThinnedIsGivenUp() {
    history.left.put(Thinnable.Step.HALVE, 10);
    history.failing = true;
    journal.left.put(Thinnable.Step.DELETE, 10);
    free = 95 * MEGA;
    floor(100 * MEGA).step();
    assertThat(done).containsExactly("journal DELETE", "journal DELETE");
    assertThat(board.get("disk").counters().get("failures")).isPositive();
  }

  @Test
  void anAlarmTheJournalDoesNotTakeIsTriedAgain() {
    DiskFloor floor = floor(100 * MEGA);
    refusing = true;
    free = 10 * MEGA;
    floor.step();
    assertThat(events).isEmpty();
    refusing = false;
    floor.step();
    floor.step();
    assertThat(events).hasSize(1);
  }

  @Test
  void aFileSystemThatCannotBeAskedIsSaid() {
    DiskFloor floor = floor(0);
    unreadable = new IOException("gone away");
    assertThat(floor.step()).isFalse();
    assertThat(board.get("disk").state()).isEqualTo(State.ERROR);
    assertThat(board.get("disk").message()).contains("gone away");
    unreadable = null;
    floor.step();
    assertThat(board.get("disk").state()).isEqualTo(State.OK);
  }

  @Test
  void theFloorSuitsTheFileSystem() {
    assertThat(floorOf(100)).isEqualTo(25);
    assertThat(floorOf(1000)).isEqualTo(64);
    assertThat(floorOf(4000)).isEqualTo(200);
    assertThat(floorOf(64_000)).isEqualTo(512);
  }

  private long floorOf(long megabytes) {
    total = megabytes * MEGA;
    free = total;
    floor(0).step();
    return board.get("disk").counters().getOrDefault("floor", 0L) / MEGA;
  }
}
