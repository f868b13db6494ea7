package io.weir.store.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Adds up what is written in the last day of running, in slices of about ten minutes. It counts
 * time that has passed, not the calendar's, so that no jump of a clock matters.
 *
 * <p>Kept in a text file over a restart: {@code weir-wear 1}, then a line a slice with
 * microseconds, bytes and flushes. Not thread safe.
 */
final class WearMeter {
  /** What counts what is written. */
  interface Counter {
    /** Bytes written since some moment. */
    long bytes() throws IOException;

    /** Flushes since then, or -1 if they are not counted. */
    long flushes() throws IOException;
  }

  /** What was written in some time; flushes are -1 if they are not known. */
  record Slice(long micros, long bytes, long flushes) {
    static final Slice NOTHING = new Slice(0, 0, 0);

    Slice and(Slice more) {
      boolean known = flushes >= 0 && more.flushes >= 0;
      return new Slice(
          micros + more.micros, bytes + more.bytes, known ? flushes + more.flushes : -1);
    }

    /** At this pace, in a day; NaN while nothing has been measured. */
    double perDay(long count) {
      return micros == 0 ? Double.NaN : count * (double) DAY / micros;
    }
  }

  static final long DAY = 86_400_000_000L;

  /** Length of a slice. */
  static final long SLICE = 600_000_000L;

  /** More than a card takes in a day; a file that says more is not ours. */
  private static final long MOST = 1L << 53;

  /** Longest file: twice as many slices as a day has, of three long numbers. */
  private static final long MOST_FILE = 32 << 10;

  private static final String TITLE = "weir-wear 1";

  private final Counter counter;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private Slice current = Slice.NOTHING;
  private long kept;
  private boolean begun;
  private long micros;
  private long bytes;
  private long flushes;

  WearMeter(Counter counter) {
    this.counter = counter;
  }

  /**
   * Takes in what was written since the last time, or begins; returns it.
   *
   * @param now monotonic microseconds
   */
  Slice measure(long now) throws IOException {
    long newBytes = counter.bytes();
    long newFlushes = counter.flushes();
    Slice since =
        begun
            ? new Slice(
                now - micros,
                Math.max(0, newBytes - bytes),
                newFlushes < 0 ? -1 : Math.max(0, newFlushes - flushes))
            : Slice.NOTHING;
    begun = true;
    micros = now;
    bytes = newBytes;
    flushes = newFlushes;
    current = current.and(since);
    if (current.micros() >= SLICE) {
      add(current);
      current = Slice.NOTHING;
    }
    return since;
  }

  /** What was written in the last day. */
  Slice day() {
    Slice sum = current;
    for (Slice each : slices) {
      sum = sum.and(each);
    }
    return sum;
  }

  /** Takes over what an earlier run has kept; a file that is none is passed over. */
  void load(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) > MOST_FILE) {
      return;
    }
    String[] lines =
        new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).split("\n", -1);
    List<Slice> slicesRead = new ArrayList<>();
    try {
      for (int i = 1; i < lines.length - 1; i++) {
        slicesRead.add(slice(lines[i]));
      }
    } catch (IllegalArgumentException e) {
      return;
    }
    if (lines[0].equals(TITLE)) {
      slicesRead.forEach(this::add);
    }
  }

  private static Slice slice(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException(line);
    }
    return new Slice(
        figure(fields[0], 1, DAY), figure(fields[1], 0, MOST), figure(fields[2], -1, MOST));
  }

  private static long figure(String text, long min, long max) {
    long figure = Long.parseLong(text);
    if (figure < min || figure > max) {
      throw new IllegalArgumentException(text);
    }
    return figure;
  }

  /** Keeps what there is; a power cut may lose it, which costs nothing but a fresh start. */
  void save(Path file) throws IOException {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    List<Slice> all = new ArrayList<>(slices);
    if (current.micros() > 0) {
      all.add(current);
    }
    for (Slice each : all) {
      text.append(each.micros()).append('\t').append(each.bytes()).append('\t');
      text.append(each.flushes()).append('\n');
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, text, StandardCharsets.US_ASCII);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Short slices, which restarts make, are joined: so there are never more than 2 a slice. */
  private void add(Slice slice) {
    Slice last = slices.peekLast();
    if (last != null && last.micros() + slice.micros() <= SLICE) {
      slices.removeLast();
      slices.add(last.and(slice));
    } else {
      slices.add(slice);
    }
    kept += slice.micros();
    while (kept - slices.getFirst().micros() >= DAY) {
      kept -= slices.removeFirst().micros();
    }
  }
}
