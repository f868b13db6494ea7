package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Series;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Figures of reading the history, not a test. Arguments: a directory to write in, days of samples
 * (365), channels that have one each second (2). Prints one JSON object last.
 *
 * <p>The database is the one the history itself writes; only the journal before it is left out.
 */
public final class HistoryBenchmark {
  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;
  private static final long EPOCH = FakeClock.DEFAULT_OFFSET;
  private static final int RUNS = 9;

  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final Path file;
  private final int days;
  private final int channelCount;

  private HistoryBenchmark(Path directory, int days, int channelCount) throws IOException {
    this.file =
        Files.createTempDirectory(Files.createDirectories(directory), "history")
            .resolve("history.db");
    this.days = days;
    this.channelCount = channelCount;
    for (int channel = 0; channel < channelCount; channel++) {
      channels.assign("d/c" + channel, ValueType.DOUBLE, "Cel");
    }
  }

  /** Prints the figures. */
  public static void main(String[] args) throws Exception {
    HistoryBenchmark benchmark =
        new HistoryBenchmark(
            Path.of(args[0]),
            args.length > 1 ? Integer.parseInt(args[1]) : 365,
            args.length > 2 ? Integer.parseInt(args[2]) : 2);
    try {
      benchmark.generate();
      benchmark.read();
    } finally {
      benchmark.remove();
    }
  }

  private void remove() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(file.getParent());
  }

  /** Writes window by window what the compactor would write, and closes each day. */
  private void generate() throws Exception {
    Random random = new Random(1);
    int[] tenths = new int[channelCount];
    Batch batch = new Batch(600 * channelCount);
    try (ChunkStore store = new ChunkStore(file);
        ChunkMaker maker = new ChunkMaker(channels, 600 * SECOND)) {
      // What is generated need not survive a power cut.
      store.writer().setAutoCommit(true);
      try (Statement statement = store.writer().createStatement()) {
        statement.execute("PRAGMA synchronous = OFF");
      }
      store.writer().setAutoCommit(false);
      DayCloser closer = new DayCloser(maker, new Groups(Retention.FOREVER, channels));
      for (long window = 0; window < days * 144L; window++) {
        batch.clear();
        for (int second = 0; second < 600; second++) {
          for (int channel = 0; channel < channelCount; channel++) {
            tenths[channel] += random.nextInt(7) - 3;
            long jitter = random.nextInt(400);
            batch.addDouble(
                channel, EPOCH + (window * 600 + second) * SECOND + jitter, tenths[channel] / 10.0);
          }
        }
        try (Writing writing = store.begin(window + 1)) {
          maker.store(batch, writing, window + 1, 0, 0);
          writing.commit(() -> {});
        }
        if (window % 144 == 143) {
          while (closer.step(store, EPOCH + window * 600 * SECOND)) {
            // Until all days that are over are closed.
          }
        }
      }
    }
  }

  private void read() throws Exception {
    clock.set(days * DAY);
    MemoryJournal journal = new MemoryJournal();
    try (SqliteHistory history =
        new SqliteHistory(
            new HistorySettings(600, 250_000, 0), file, journal, channels, clock, board)) {
      Await.until(
          "days closed",
          () ->
              Db.number(
                      file,
                      "SELECT count(*) FROM due WHERE day < "
                          + (EPOCH + (days - 1) * DAY - DayCloser.GRACE_MICROS))
                  == 0);
      long middle = EPOCH + days / 2 * DAY + 7 * 3600 * SECOND;
      double firstPoint = millis(() -> history.chart("d/c0", middle, middle + DAY, 1000), 1);
      double dayChart = millis(() -> history.chart("d/c0", middle, middle + DAY, 1000), RUNS);
      double yearChart = millis(() -> history.chart("d/c0", EPOCH, EPOCH + days * DAY, 1000), RUNS);
      Series chart = history.chart("d/c0", middle, middle + DAY, 1000);
      byte[][] chunks = chunks(middle, middle + Math.min(days / 2, 30) * DAY);
      double[] read = new double[RUNS];
      double[] decode = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        read[run] = nanosOfReading(history, middle, middle + Math.min(days / 2, 30) * DAY);
        decode[run] = nanosOfDecoding(chunks);
      }
      Arrays.sort(read);
      Arrays.sort(decode);
      long before = rss();
      long[] seen = new long[1];
      history.range(
          "d/c0",
          0,
          Long.MAX_VALUE,
          (channel, time, bits, object, quality) -> {
            seen[0]++;
            return true;
          });
      long after = rss();
      System.out.printf(
          "{\"days\":%d,\"channels\":%d,\"samples\":%d,\"points\":%d,"
              + "\"chart_first_point_ms\":%.2f,\"day_chart_ms\":%.2f,\"year_chart_ms\":%.2f,"
              + "\"read_ns_per_sample\":%.1f,\"decode_ns_per_sample\":%.1f,\"ratio\":%.2f,"
              + "\"rss_growth_mb\":%.1f,\"bytes_per_sample\":%.3f}%n",
          days,
          channelCount,
          seen[0],
          chart.points().size(),
          firstPoint,
          dayChart,
          yearChart,
          read[RUNS / 2],
          decode[RUNS / 2],
          read[RUNS / 2] / decode[RUNS / 2],
          (after - before) / 1048576.0,
          (double) Files.size(file) / (days * 86_400.0 * channelCount));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double millis(Work work, int runs) throws IOException {
    double[] millis = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      work.run();
      millis[run] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[runs / 2];
  }

  private static double nanosOfReading(SqliteHistory history, long from, long to)
      throws IOException {
    long[] seen = new long[2];
    long start = System.nanoTime();
    history.range(
        "d/c0",
        from,
        to,
        (channel, time, bits, object, quality) -> {
          seen[0]++;
          seen[1] += bits;
          return true;
        });
    return (double) (System.nanoTime() - start) / Math.max(1, seen[0]);
  }

  private byte[][] chunks(long from, long to) throws Exception {
    List<StoreReader.Row> rows = new ArrayList<>();
    List<byte[]> chunks = new ArrayList<>();
    try (ChunkStore store = new ChunkStore(file)) {
      for (long after = -1; after != Long.MAX_VALUE; ) {
        rows.clear();
        after =
            store
                .reader()
                .page(HistoryLevel.RAW, from, to, after, new int[] {0}, Long.MAX_VALUE, rows);
        rows.forEach(row -> chunks.add(row.data()));
      }
    }
    return chunks.toArray(new byte[0][]);
  }

  private static double nanosOfDecoding(byte[][] chunks) throws IOException {
    Batch batch = new Batch(1024);
    long seen = 0;
    long start = System.nanoTime();
    try (BatchDecoder decoder = new BatchDecoder()) {
      for (byte[] chunk : chunks) {
        batch.clear();
        decoder.decode(chunk, 0, chunk.length, batch);
        seen += batch.size();
      }
    }
    return (double) (System.nanoTime() - start) / Math.max(1, seen);
  }

  /** Bytes of this process in memory. */
  private static long rss() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    return 0;
  }
}
