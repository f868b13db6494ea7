package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that appends, again and again, and compares what is there with what it said: each
 * append that returned is there once, with what was appended.
 */
class KillTest {
  /** Rounds; {@code -Dweir.kill.rounds=200} for more. */
  private static final int ROUNDS = Integer.getInteger("weir.kill.rounds", 20);

  @TempDir Path directory = Path.of("");

  @Test
  void nothingWhoseAppendReturnedIsLost() throws Exception {
    Random random = new Random(17);
    Map<Long, Long> telemetry = new TreeMap<>();
    Map<Long, Long> events = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill(100 + random.nextInt(1500), telemetry, events);
    }
    assertThat(telemetry.size()).isGreaterThan(ROUNDS * 50);
    assertThat(events).isNotEmpty();
    try (Store store = new Store(directory)) {
      List<Long> samples = new ArrayList<>();
      assertHolds(store, Lane.TELEMETRY, telemetry, samples);
      assertHolds(store, Lane.EVENT, events, new ArrayList<>());
      assertThat(store.board.get("history").counters().get("taken")).as("compacted").isPositive();
      Await.until("all compacted", store::isCompacted);
      List<Long> stored = new ArrayList<>();
      for (int i = 0; i < store.channelCount; i++) {
        store.history.range(
            "d/c" + i,
            0,
            Long.MAX_VALUE,
            (channel, time, bits, object, quality) -> stored.add(bits));
      }
      Collections.sort(samples);
      Collections.sort(stored);
      assertThat(stored.equals(samples)).as("each sample is in the history once").isTrue();
    }
  }

  /** Lets the child say so many lines, then kills it; takes note of all it said. */
  private void runAndKill(int lines, Map<Long, Long> telemetry, Map<Long, Long> events)
      throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KillTest.class.getName(),
                directory.toString(),
                String.valueOf(telemetry.size()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      int heard = 0;
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        String[] parts = line.split(" ");
        if (parts.length == 4) {
          Map<Long, Long> lane = parts[0].equals("t") ? telemetry : events;
          Long before = lane.put(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
          assertThat(before).as("sequence given out twice: " + line).isNull();
        }
        heard++;
        if (heard == lines) {
          // Not by the process itself, which would close the stream with what it still says.
          child.toHandle().destroyForcibly();
        }
      }
      assertThat(heard).as("lines before the end").isGreaterThanOrEqualTo(lines);
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as("killed").isEqualTo(137);
  }

  private static void assertHolds(Store store, Lane lane, Map<Long, Long> said, List<Long> samples)
      throws Exception {
    Map<Long, Long> there = new TreeMap<>();
    Set<Long> numbers = new HashSet<>();
    try (JournalReader reader = store.journal.open("check", lane)) {
      for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
        Event event = entry.event();
        long number = event == null ? entry.batch().bits(0) : Long.parseLong(event.source());
        if (event == null) {
          for (int row = 0; row < entry.batch().size(); row++) {
            assertThat(entry.batch().bits(row)).isEqualTo(number + row);
            samples.add(number + row);
          }
        }
        assertThat(there.put(entry.sequence(), number)).isNull();
        assertThat(numbers.add(number)).as("stored once: " + number).isTrue();
      }
    }
    assertThat(there).containsAllEntriesOf(said);
  }

  /** The child: appends until it is killed and says what was taken. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    try (Store store = new Store(Path.of(args[0]))) {
      // Numbers differ between rounds: an entry that nobody was told of may be there as well.
      long number = System.nanoTime();
      Random random = new Random(number);
      Batch batch = new Batch(64);
      while (true) {
        batch.clear();
        int rows = 1 + random.nextInt(60);
        for (int row = 0; row < rows; row++) {
          batch.addInteger(row % store.channelCount, row, number + row);
        }
        long sequence = store.journal.append(batch);
        out.println("t " + sequence + " " + number + " .");
        number += 100;
        if (random.nextInt(50) == 0) {
          Event event =
              new Event("test", String.valueOf(number), Severity.INFO, 0, "event", Map.of());
          out.println("e " + store.journal.append(event) + " " + number + " .");
          number += 100;
        }
      }
    }
  }

  /** Channel table and journal of a directory, as the gateway has them. */
  private static final class Store implements AutoCloseable {
    final int channelCount = 7;
    final FakeStatusBoard board = new FakeStatusBoard();
    final DataLock lock;
    final ChannelFile channels;
    final SegmentJournal journal;
    final SqliteHistory history;

    Store(Path directory) throws IOException {
      lock = DataLock.take(directory);
      channels = new ChannelFile(new LocalDisk(), directory, board);
      for (int i = 0; i < channelCount; i++) {
        channels.assign("d/c" + i, ValueType.INTEGER, "");
      }
      journal =
          new SegmentJournal(
              new JournalSettings(20, 1 << 17, 1 << 30, 1 << 17, 1 << 30),
              new LocalDisk(),
              directory.resolve("journal"),
              new FakeClock(),
              channels,
              board);
      // Holds every segment for the comparison at the end.
      journal.open("check", Lane.TELEMETRY).close();
      history =
          new SqliteHistory(
              new HistorySettings(10, 1000, 0),
              directory.resolve("history.db"),
              journal,
              channels,
              new FakeClock(),
              board);
    }

    boolean isCompacted() {
      long last = board.get("journal/telemetry").counters().getOrDefault("last", 0L);
      return board.get("history").counters().getOrDefault("taken", 0L) == last;
    }

    @Override
    public void close() throws IOException {
      history.close();
      journal.close();
      channels.close();
      lock.close();
    }
  }
}
