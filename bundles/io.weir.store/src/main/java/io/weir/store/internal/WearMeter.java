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
 * Adds up what is written in the last day of running, in slices of ten minutes. It counts time that
 * has passed, not the calendar's, so that no jump of a clock matters.
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

    /** At this pace, in a day. */
    double perDay(long count) {
      return micros == 0 ? 0 : count * (double) DAY / micros;
    }
  }

  static final long DAY = 86_400_000_000L;

  /** Length of a slice. */
  static final long SLICE = 600_000_000L;

  private static final int MOST = (int) (DAY / SLICE);
  private static final String TITLE = "weir-wear 1";

  private final Counter counter;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private Slice current = Slice.NOTHING;
  private long micros;
  private long bytes;
  private long flushes;

  /** Begins at this moment, in monotonic microseconds. */
  WearMeter(Counter counter, long now) throws IOException {
    this.counter = counter;
    micros = now;
    bytes = counter.bytes();
    flushes = counter.flushes();
  }

  /** Takes in what was written since the last time; returns it. */
  Slice measure(long now) throws IOException {
    long newBytes = counter.bytes();
    long newFlushes = counter.flushes();
    Slice since =
        new Slice(
            now - micros,
            Math.max(0, newBytes - bytes),
            newFlushes < 0 ? -1 : Math.max(0, newFlushes - flushes));
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
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    List<Slice> kept = new ArrayList<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] fields = line.split("\t", -1);
      try {
        Slice slice =
            new Slice(
                Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
        if (slice.micros() <= 0 || slice.micros() > DAY || slice.bytes() < 0) {
          return;
        }
        kept.add(slice);
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        return;
      }
    }
    if (!lines.isEmpty() && lines.get(0).equals(TITLE)) {
      kept.forEach(this::add);
    }
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

  private void add(Slice slice) {
    slices.add(slice);
    if (slices.size() > MOST) {
      slices.removeFirst();
    }
  }
}
