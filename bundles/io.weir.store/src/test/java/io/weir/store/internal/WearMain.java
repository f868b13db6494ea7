package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.ChannelTable.Wanted;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A store that takes so many channels every second, for what that writes to be counted outside. Not
 * a test: {@code scripts/bench wear} starts it.
 *
 * <p>Arguments: directory, channels, commit interval in real milliseconds, how many times as fast
 * time runs. Values are tenths that move by up to three tenths a second; an uplink that has sent
 * everything follows 200 ms behind the commits. Prints its figures as a line of JSON each second of
 * its own time, until it is killed.
 */
final class WearMain {
  private static final long SECOND = 1_000_000;

  /** Channels of one device, which come in one batch. */
  private static final int BATCH = 1000;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final RunningClock clock;
  private final ShippedStore store;
  private final int[] numbers;
  private final int[] raw;
  private final Random random = new Random(1);
  private long samples;
  private long late;

  private WearMain(Path directory, int channels, long commitMillis, int speed) throws IOException {
    clock = new RunningClock(speed);
    store = new ShippedStore(directory, Map.of("commit_interval_ms", commitMillis), clock, board);
    List<Wanted> wanted = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      wanted.add(new Wanted("bench/r" + c, ValueType.DOUBLE, "Cel"));
    }
    numbers = store.channels.assignAll(wanted).stream().mapToInt(ChannelInfo::number).toArray();
    raw = random.ints(channels, 0, 1000).toArray();
  }

  /** Appends and prints until it is killed. */
  public static void main(String[] args) throws Exception {
    WearMain main =
        new WearMain(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Long.parseLong(args[2]),
            Integer.parseInt(args[3]));
    main.run();
  }

  private void run() throws IOException {
    try (JournalReader uplink = store.journal.open("uplink/bench", Lane.TELEMETRY)) {
      Batch batch = new Batch(BATCH);
      for (long tick = clock.micros() / SECOND + 1; ; tick++) {
        clock.await(tick * SECOND - 800_000);
        while (uplink.next() != null) {
          // What an uplink sends, and a broker acknowledges, costs no write but the cursor.
        }
        uplink.acknowledge(committed());
        clock.await(tick * SECOND);
        if (clock.micros() > (tick + 1) * SECOND) {
          // As the gateway does it: a poll that comes too late is left out.
          late++;
          continue;
        }
        append(batch);
        print();
      }
    }
  }

  private void append(Batch batch) throws IOException {
    long time = clock.micros();
    for (int first = 0; first < numbers.length; first += BATCH) {
      batch.clear();
      int end = Math.min(numbers.length, first + BATCH);
      for (int c = first; c < end; c++) {
        raw[c] += random.nextInt(7) - 3;
        batch.addDouble(numbers[c], time, raw[c] / 10.0);
      }
      store.journal.append(batch);
      samples += end - first;
    }
  }

  private long committed() {
    return figure("journal/telemetry", "committed");
  }

  private void print() {
    long lost = figure("journal/telemetry", "given-up") + figure("history", "refused");
    System.out.printf(
        "{\"samples\": %d, \"late\": %d, \"lost\": %d, \"commits\": %d, \"forces\": %d,"
            + " \"flushes\": %d}%n",
        samples,
        late,
        lost,
        figure("journal/telemetry", "commits"),
        figure("journal/telemetry", "forces"),
        figure("history", "flushes"));
  }

  private long figure(String part, String name) {
    return board.get(part).counters().getOrDefault(name, 0L);
  }

  /** Real time, so many times as fast, from a round hour on. */
  private static final class RunningClock implements GatewayClock {
    private final long start = System.nanoTime();
    private final int speed;

    RunningClock(int speed) {
      this.speed = speed;
    }

    @Override
    public long micros() {
      return SECOND + (System.nanoTime() - start) / 1000 * speed;
    }

    @Override
    public int boot() {
      return 1;
    }

    @Override
    public long toEpoch(int boot, long micros) {
      return FakeClock.DEFAULT_OFFSET + micros;
    }

    @Override
    public boolean isTrusted(int boot) {
      return true;
    }

    void await(long moment) {
      for (long left = moment - micros(); left > 0; left = moment - micros()) {
        LockSupport.parkNanos(left * 1000 / speed);
      }
    }
  }
}
