package io.weir.store.internal;

import com.sun.management.ThreadMXBean;
import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Figures of encoding, journal and history, not a test. Arguments: a directory to write in. Each
 * figure is the median of several runs in one process, in CPU time of the calling thread.
 */
public final class StoreBenchmark {
  private static final int CHANNELS = 1000;
  private static final int POLLS = 600;
  private static final int WINDOWS = 10;
  private static final int RUNS = 15;
  private static final int WARM = 10;

  private final MapChannelTable channels = new MapChannelTable();
  private final Batch[] polls = new Batch[POLLS];
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private StoreBenchmark() {
    Random random = new Random(1);
    int[] raw = new int[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      channels.assign("d" + c / 20 + "/c" + c, ValueType.DOUBLE, "Cel");
      raw[c] = random.nextInt(1000);
    }
    for (int p = 0; p < POLLS; p++) {
      polls[p] = new Batch(CHANNELS);
      for (int c = 0; c < CHANNELS; c++) {
        raw[c] += random.nextInt(7) - 3;
        polls[p].addDouble(c, p * 1_000_000L, raw[c] / 10.0);
      }
    }
  }

  /** Prints the figures. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(args[0]), "bench");
    StoreBenchmark benchmark = new StoreBenchmark();
    benchmark.encoding();
    benchmark.store(directory);
  }

  private interface Work {
    void run() throws IOException;
  }

  private void encoding() throws IOException {
    WireWriter out = new WireWriter(1 << 16);
    BatchEncoder encoder = new BatchEncoder(number -> ValueType.DOUBLE);
    BatchDecoder decoder = new BatchDecoder();
    Batch back = new Batch(CHANNELS);
    long[] bytes = new long[1];
    measure(
        "encode",
        () -> {
          bytes[0] = 0;
          for (Batch poll : polls) {
            out.clear();
            encoder.encode(poll, out);
            bytes[0] += out.size();
          }
        });
    System.out.printf("encoded          %6.2f B/sample%n", (double) bytes[0] / CHANNELS / POLLS);
    byte[][] messages = new byte[POLLS][];
    for (int p = 0; p < POLLS; p++) {
      out.clear();
      encoder.encode(polls[p], out);
      messages[p] = out.toByteArray();
    }
    measure(
        "decode",
        () -> {
          for (byte[] message : messages) {
            back.clear();
            decoder.decode(message, 0, message.length, back);
          }
        });
    Batch five = new Batch(5 * CHANNELS);
    for (int p = 0; p < 5; p++) {
      five.addAll(polls[p], 1_763_920_000_000_000L);
    }
    out.clear();
    encoder.encode(five, out);
    System.out.printf("5 polls          %6.2f B/sample%n", out.size() / 5.0 / CHANNELS);
    out.clear();
    encoder.encodeDeflated(five, out);
    System.out.printf("5 polls deflated %6.2f B/sample%n", out.size() / 5.0 / CHANNELS);
  }

  private void store(Path directory) throws Exception {
    FakeStatusBoard board = new FakeStatusBoard();
    FakeClock clock = new FakeClock();
    try (SegmentJournal journal =
        new SegmentJournal(
            new JournalSettings(1000, 8 << 20, 1 << 30, 1 << 20, 64 << 20),
            new LocalDisk(),
            directory.resolve("journal"),
            clock,
            channels,
            board)) {
      measure(
          "journal append",
          () -> {
            for (Batch poll : polls) {
              journal.append(poll);
            }
          });
      try (JournalReader reader = journal.open("bench", Lane.TELEMETRY)) {
        measure(
            "journal read",
            () -> {
              reader.seek(0);
              int entries = 0;
              for (JournalEntry e = reader.next();
                  e != null && entries < POLLS;
                  e = reader.next()) {
                entries++;
              }
            });
      }
      System.out.println(board.get("journal/telemetry").counters());
    }
    try (SegmentJournal journal =
        new SegmentJournal(
            new JournalSettings(1000, 8 << 20, 1 << 30, 1 << 20, 64 << 20),
            new LocalDisk(),
            directory.resolve("journal2"),
            clock,
            channels,
            board)) {
      Batch shifted = new Batch(CHANNELS);
      for (int window = 0; window < WINDOWS; window++) {
        for (Batch poll : polls) {
          shifted.clear();
          shifted.addAll(poll, window * 600_000_000L);
          journal.append(shifted);
        }
      }
      try (SqliteHistory history =
          new SqliteHistory(
              new HistorySettings(600, 250_000, 0),
              directory.resolve("history.db"),
              journal,
              channels,
              clock,
              board)) {
        long all = board.get("journal/telemetry").counters().getOrDefault("committed", 0L);
        Await.until(
            "compacted", () -> board.get("history").counters().getOrDefault("taken", 0L) >= all);
        System.out.printf(
            "compaction       %6.1f ns/sample%n", historyCpu() / (double) (all * CHANNELS));
        long[] seen = new long[1];
        measure(
            "history range",
            () -> {
              seen[0] = 0;
              for (int c = 0; c < 100; c++) {
                history.range(
                    "d0/c7",
                    0,
                    Long.MAX_VALUE,
                    (channel, time, bits, object, quality) -> {
                      seen[0]++;
                      return true;
                    });
              }
            });
        System.out.println("  of " + seen[0] + " samples a run instead of " + CHANNELS * POLLS);
        long day = 86_400_000_000L;
        measure(
            "day in one sum",
            () ->
                history.aggregate(
                    "d0/c7", FakeClock.DEFAULT_OFFSET, FakeClock.DEFAULT_OFFSET + day, day));
        long samples = board.get("history").counters().getOrDefault("samples", 1L);
        System.out.printf(
            "history          %6.2f B/sample%n",
            (double) Files.size(directory.resolve("history.db")) / samples);
      }
    }
  }

  private long historyCpu() {
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().equals("history")) {
        return threads.getThreadCpuTime(id);
      }
    }
    return 0;
  }

  private void measure(String name, Work work) throws IOException {
    double[] nanos = new double[RUNS];
    long allocated = 0;
    for (int run = 0; run < WARM; run++) {
      work.run();
    }
    for (int run = 0; run < RUNS; run++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      work.run();
      nanos[run] = (threads.getCurrentThreadCpuTime() - start) / (double) CHANNELS / POLLS;
      allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-16s %6.1f ns/sample, %.3f B allocated a sample%n",
        name, nanos[RUNS / 2], (double) allocated / CHANNELS / POLLS);
  }
}
