package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * How long a store takes to open whose uplink has been away for long. Not a test: {@code
 * scripts/bench recovery} starts it twice.
 *
 * <p>Arguments: directory, and megabytes that the journal is to have; then the process ends as if
 * it were killed. Without megabytes it opens the store and prints one JSON object.
 */
final class RecoveryMain {
  private static final int CHANNELS = 1000;
  private static final Map<String, Object> SETTINGS = Map.of("journal_max_bytes", 4L << 30);

  private RecoveryMain() {}

  /** Fills or opens. */
  public static void main(String[] args) throws Exception {
    FakeStatusBoard board = new FakeStatusBoard();
    FakeClock clock = new FakeClock();
    long start = System.nanoTime();
    ShippedStore store = new ShippedStore(Path.of(args[0]), SETTINGS, clock, board);
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (args.length > 1) {
      fill(store, clock, board, Long.parseLong(args[1]) << 20);
      Runtime.getRuntime().halt(0);
    }
    System.out.printf(
        "{\"recovery_ms\": %d, \"journal_mb\": %d, \"segments\": %d, \"entries\": %d}%n",
        millis, figure(board, "bytes") >> 20, figure(board, "segments"), figure(board, "last"));
    store.close();
  }

  private static void fill(ShippedStore store, FakeClock clock, FakeStatusBoard board, long bytes)
      throws Exception {
    int[] raw = new int[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      store.channels.assign("d/c" + c, ValueType.DOUBLE, "Cel");
    }
    Random random = new Random(1);
    Batch batch = new Batch(CHANNELS);
    try (JournalReader away = store.journal.open("uplink/away", Lane.TELEMETRY)) {
      long last = 0;
      for (long second = 1; figure(board, "bytes") < bytes; second++) {
        clock.set(second * 1_000_000);
        batch.clear();
        for (int c = 0; c < CHANNELS; c++) {
          raw[c] += random.nextInt(7) - 3;
          batch.addDouble(c, clock.micros(), raw[c] / 10.0);
        }
        last = store.journal.append(batch);
      }
      long all = last;
      Await.until("all is committed", () -> figure(board, "committed") == all);
      if (away.backlog() < all) {
        throw new IllegalStateException("something has been given up");
      }
    }
  }

  private static long figure(FakeStatusBoard board, String name) {
    return board.get("journal/telemetry").counters().getOrDefault(name, 0L);
  }
}
