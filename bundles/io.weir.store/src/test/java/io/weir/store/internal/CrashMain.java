package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.History;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A store that appends until it is killed or its disk is cut off, and first says what it found. Not
 * a test: {@code scripts/bench powercut} starts it and compares.
 *
 * <p>Arguments: directory, number of the first entry, whether to append. An entry of number N holds
 * the values N, N+1... and each value belongs to one channel and one time, so that what comes back
 * can be judged by itself. It says, a line each:
 *
 * <pre>
 * j LANE SEQUENCE NUMBER ROWS   an entry of the journal, after the cursor of the reader "check"
 * h NUMBER ROWS                 samples of an entry in the history, each there once
 * d VALUE                       a sample that the history has more than once
 * w WHAT                        a value that was never appended like this
 * s PART REASON                 a part of the store that does not call itself well, or what else
 *                               it tells in the event lane
 * ready MILLIS                  all that was found has been said; how long opening took
 * a LANE SEQUENCE NUMBER ROWS   an append returned
 * c LANE SEQUENCE NUMBER ROWS   it is committed
 * p SEQUENCE                    "check" is about to acknowledge telemetry up to here
 * </pre>
 */
final class CrashMain {
  /** Numbers of entries are multiples of this. */
  private static final int STEP = 100;

  private static final String EVENT = "test";
  private static final int CHANNELS = 7;
  private static final long MICROS_PER_NUMBER = 500;

  /** Entries appended and not committed at a time. */
  private static final int AHEAD = 24;

  /**
   * Entries that "check" keeps in the journal; less than a segment, so that files are used again.
   */
  private static final int KEPT = 300;

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "commit_interval_ms",
          20L,
          "segment_bytes",
          64L << 10,
          "event_segment_bytes",
          64L << 10,
          "history_window_s",
          10L,
          "history_memory_samples",
          5000,
          "history_clock_wait_s",
          0L);

  private final PrintStream out;
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final ShippedStore store;
  private final JournalReader check;

  private CrashMain(Path directory, long number, PrintStream out) throws Exception {
    this.out = out;
    clock.set(number * MICROS_PER_NUMBER);
    long start = System.nanoTime();
    store = new ShippedStore(directory, SETTINGS, clock, board);
    long millis = (System.nanoTime() - start) / 1_000_000;
    for (int c = 0; c < CHANNELS; c++) {
      store.channels.assign("d/c" + c, c % 2 == 0 ? ValueType.INTEGER : ValueType.DOUBLE, "");
    }
    check = store.journal.open("check", Lane.TELEMETRY);
    sayFound();
    out.println("ready " + millis);
  }

  /** Finds, says, appends. */
  public static void main(String[] args) throws Exception {
    long number = Long.parseLong(args[1]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    // Whatever else is printed, such as a log, goes elsewhere.
    System.setOut(System.err);
    CrashMain main = new CrashMain(Path.of(args[0]), number, out);
    if (Boolean.parseBoolean(args[2])) {
      main.append(number);
    }
  }

  private void sayFound() throws Exception {
    try (JournalReader events = store.journal.open("check", Lane.EVENT)) {
      sayEntries(events);
    }
    sayEntries(check);
    Await.until(
        "the history has all entries",
        () -> figure("history", "taken") == figure("journal/telemetry", "last"));
    for (String part : new String[] {"journal/event", "journal/telemetry", "history", "channels"}) {
      if (!board.get(part).reason().equals("none")) {
        out.println("s " + part + " " + board.get(part).reason());
      }
    }
    Values values = new Values();
    for (int c = 0; c < CHANNELS; c++) {
      store.history.range("d/c" + c, Long.MIN_VALUE, Long.MAX_VALUE, values);
    }
    values.say();
  }

  private void sayEntries(JournalReader reader) throws IOException {
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      Event event = entry.event();
      if (event != null) {
        // Events of the store itself, such as a gap it tells of, are no entries of ours.
        out.println(
            event.type().equals(EVENT)
                ? "j e " + entry.sequence() + " " + event.source() + " 0"
                : "s event " + event.type());
        continue;
      }
      Batch batch = entry.batch();
      long number = value(batch.channel(0), batch.bits(0));
      for (int row = 0; row < batch.size(); row++) {
        int channel = row % CHANNELS;
        if (batch.channel(row) != numberOf(channel)
            || value(batch.channel(row), batch.bits(row)) != number + row
            || batch.time(row) != number * MICROS_PER_NUMBER + row) {
          out.println("w row " + row + " of journal entry " + entry.sequence());
        }
      }
      out.println("j t " + entry.sequence() + " " + number + " " + batch.size());
    }
  }

  private long figure(String part, String name) {
    return board.get(part).counters().getOrDefault(name, 0L);
  }

  private int numberOf(int channel) {
    return store.channels.byId("d/c" + channel).get(0).number();
  }

  private long value(int number, long bits) {
    ChannelInfo line = store.channels.get(number);
    return line != null && line.type() == ValueType.DOUBLE
        ? Math.round(Double.longBitsToDouble(bits) * 10)
        : bits;
  }

  private void append(long first) throws IOException {
    Random random = new Random(first);
    Semaphore ahead = new Semaphore(AHEAD);
    Batch batch = new Batch(64);
    long number = first;
    while (true) {
      ahead.acquireUninterruptibly();
      clock.set(number * MICROS_PER_NUMBER);
      int rows = 1 + random.nextInt(60);
      batch.clear();
      for (int row = 0; row < rows; row++) {
        int channel = row % CHANNELS;
        long time = number * MICROS_PER_NUMBER + row;
        if (channel % 2 == 0) {
          batch.addInteger(numberOf(channel), time, number + row);
        } else {
          batch.addDouble(numberOf(channel), time, (number + row) / 10.0);
        }
      }
      long sequence = store.journal.append(batch);
      String entry = " t " + sequence + " " + number + " " + rows;
      out.println("a" + entry);
      store.journal.whenCommitted(
          Lane.TELEMETRY,
          sequence,
          () -> {
            out.println("c" + entry);
            ahead.release();
          });
      number += STEP;
      if (random.nextInt(40) == 0) {
        Event event = new Event(EVENT, String.valueOf(number), Severity.INFO, 0, "", Map.of());
        out.println("c e " + store.journal.append(event) + " " + number + " 0");
        number += STEP;
      }
      if (random.nextInt(30) == 0 && sequence > KEPT) {
        out.println("p " + (sequence - KEPT));
        check.acknowledge(sequence - KEPT);
      }
    }
  }

  /** Every value in the history. */
  private final class Values implements History.Visitor {
    private long[] values = new long[1 << 16];
    private int size;

    @Override
    public boolean sample(
        int channel, long time, long bits, @Nullable Object object, byte quality) {
      long value = value(channel, bits);
      long row = value % STEP;
      long expected = FakeClock.DEFAULT_OFFSET + (value - row) * MICROS_PER_NUMBER + row;
      if (quality != 0 || time != expected || channel != numberOf((int) (row % CHANNELS))) {
        out.println("w history " + channel + " " + time + " " + value + " " + quality);
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
      return true;
    }

    void say() {
      Arrays.sort(values, 0, size);
      long number = -1;
      int rows = 0;
      for (int i = 0; i < size; i++) {
        if (i > 0 && values[i] == values[i - 1]) {
          out.println("d " + values[i]);
          continue;
        }
        long of = values[i] - values[i] % STEP;
        if (of != number && rows > 0) {
          out.println("h " + number + " " + rows);
          rows = 0;
        }
        number = of;
        if (values[i] != number + rows) {
          out.println("w history lacks " + (number + rows));
        }
        rows++;
      }
      if (rows > 0) {
        out.println("h " + number + " " + rows);
      }
    }
  }
}
