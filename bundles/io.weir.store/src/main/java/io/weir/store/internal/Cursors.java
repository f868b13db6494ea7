package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.encoding.WireWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far each named reader of a lane has come. Any thread, without locks.
 *
 * <p>Written as {@code repeated Cursor cursors = 1} with {@code name = 1} and {@code sequence = 2},
 * and the {@link Losses} beside them: all of them each time, so that the last record holds alone.
 */
final class Cursors {
  private final Map<String, AtomicLong> byName = new ConcurrentHashMap<>();
  private final Losses losses = new Losses();
  private volatile boolean changed;

  /** What the lane has lost, which is written with the cursors. */
  Losses losses() {
    return losses;
  }

  /** The cursor of this name, made at this sequence if there is none. */
  AtomicLong at(String name, long sequence) {
    return byName.computeIfAbsent(
        name,
        key -> {
          changed = true;
          return new AtomicLong(sequence);
        });
  }

  /** Moves a cursor forward; one that was forgotten stays so. */
  void move(AtomicLong cursor, long sequence) {
    if (cursor.getAndAccumulate(sequence, Math::max) < sequence) {
      changed = true;
    }
  }

  /** Removes a cursor. */
  void forget(String name) {
    if (byName.remove(name) != null) {
      changed = true;
    }
  }

  /** Whether anything changed since the last {@link #write}. */
  boolean isChanged() {
    return changed;
  }

  /** Says that what was written last is not on the medium. */
  void keepChanged() {
    changed = true;
  }

  /** The lowest cursor, or {@code none} if there is no cursor. */
  long lowest(long none) {
    return byName.values().stream().mapToLong(AtomicLong::get).min().orElse(none);
  }

  /** The highest cursor, 0 if there is none. */
  long highest() {
    return byName.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
  }

  /** All cursors by name. */
  Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    byName.forEach((name, cursor) -> all.put(name, cursor.get()));
    return all;
  }

  /** Writes all cursors. */
  void write(WireWriter out) {
    changed = false;
    snapshot()
        .forEach(
            (name, sequence) -> {
              int mark = out.begin(1);
              out.text(1, name);
              out.uint(2, sequence);
              out.end(mark);
            });
    losses.write(out);
  }

  /** Takes the cursors of a record in place of all there are. */
  void read(WireReader in) throws MalformedException {
    Map<String, AtomicLong> read = new HashMap<>();
    WireReader entry = new WireReader();
    losses.clear();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        in.message(entry);
        String name = "";
        long sequence = 0;
        for (int part = entry.next(); part != 0; part = entry.next()) {
          switch (part) {
            case 1 -> name = entry.text();
            case 2 -> sequence = entry.uint();
            default -> entry.skip();
          }
        }
        read.put(name, new AtomicLong(sequence));
      } else if (field == 2) {
        losses.readTold(in.message(entry));
      } else if (field == 3) {
        losses.readGiven(in.message(entry));
      } else {
        in.skip();
      }
    }
    byName.clear();
    byName.putAll(read);
  }
}
