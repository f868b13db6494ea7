package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * How long a journal takes to open, not a test. Arguments: a directory to write in, and how many
 * bytes of telemetry to fill it with. Prints one JSON object.
 */
public final class RecoveryBenchmark {
  private static final int CHANNELS = 1000;
  private static final int POLLS = 50;
  private static final int RUNS = 9;

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final Path directory;
  private final long bytes;

  private RecoveryBenchmark(Path directory, long bytes) {
    this.directory = directory;
    this.bytes = bytes;
    for (int c = 0; c < CHANNELS; c++) {
      channels.assign("d/c" + c, ValueType.DOUBLE, "Cel");
    }
  }

  /** Fills, opens and prints. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory(Path.of(args[0]), "recovery");
    new RecoveryBenchmark(directory, Long.parseLong(args[1])).run();
  }

  private void run() throws IOException {
    fill();
    double[] millis = new double[RUNS];
    int segments = 0;
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      try (SegmentJournal journal = open()) {
        millis[run] = (System.nanoTime() - start) / 1e6;
        segments = journal.lanes().get(1).segments();
      }
    }
    // The first run has cold code, as a gateway has.
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "{\"journal_bytes\":%d,\"segments\":%d,\"first_ms\":%.1f,\"median_ms\":%.1f,\"max_ms\":%.1f}%n",
        segments * (8L << 20), segments, first, millis[RUNS / 2], millis[RUNS - 1]);
  }

  private void fill() throws IOException {
    Random random = new Random(1);
    Batch batch = new Batch(CHANNELS * POLLS);
    try (SegmentJournal journal = open()) {
      journal.open("uplink", Lane.TELEMETRY).close();
      long written = 0;
      while (written < bytes) {
        batch.clear();
        for (int p = 0; p < POLLS; p++) {
          for (int c = 0; c < CHANNELS; c++) {
            batch.addDouble(c, p * 1_000_000L, random.nextInt(100_000) / 10.0);
          }
        }
        journal.append(batch);
        written = journal.lanes().get(1).bytes();
      }
    }
  }

  private SegmentJournal open() throws IOException {
    return new SegmentJournal(
        new JournalSettings(1000, 8 << 20, 4L << 30, 1 << 20, 64 << 20),
        new LocalDisk(),
        directory,
        clock,
        channels,
        new FakeStatusBoard());
  }
}
