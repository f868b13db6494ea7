package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.encoding.WireWriter;
import io.weir.api.store.JournalReader.Done;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far each named reader of a lane has come. Any thread, without locks.
 *
 * <p>Written as {@code repeated Cursor cursors = 1} with {@code name = 1}, {@code sequence = 2} and
 * what is done beyond it, and the {@link Losses} beside them: all of them each time, so that the
 * last record holds alone.
 */
final class Cursors {
  private final Map<String, Cursor> byName = new ConcurrentHashMap<>();
  private final Losses losses = new Losses();
  private volatile boolean changed;

  /** What the lane has lost, which is written with the cursors. */
  Losses losses() {
    return losses;
  }

  /** The cursor of this name, made at this sequence if there is none. */
  Cursor at(String name, long sequence) {
    return byName.computeIfAbsent(
        name,
        key -> {
          changed = true;
          return new Cursor(sequence);
        });
  }

  /** Moves a cursor forward; one that was forgotten stays so. */
  void move(Cursor cursor, long sequence) {
    if (cursor.move(sequence)) {
      changed = true;
    }
  }

  /** Says what is done beyond a cursor. */
  void move(Cursor cursor, long first, long last) {
    if (cursor.move(first, last)) {
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
    return byName.values().stream().mapToLong(Cursor::at).min().orElse(none);
  }

  /** The highest sequence any reader is done with, 0 if there is none. */
  long highest() {
    return byName.values().stream().mapToLong(Cursor::highest).max().orElse(0);
  }

  /** All cursors by name. */
  Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    byName.forEach((name, cursor) -> all.put(name, cursor.at()));
    return all;
  }

  /** Writes all cursors. */
  void write(WireWriter out) {
    changed = false;
    new TreeMap<>(byName)
        .forEach(
            (name, cursor) -> {
              int mark = out.begin(1);
              out.text(1, name);
              cursor.write(out);
              out.end(mark);
            });
    losses.write(out);
  }

  /** Takes the cursors of a record in place of all there are. */
  void read(WireReader in) throws MalformedException {
    Map<String, Cursor> read = new HashMap<>();
    WireReader entry = new WireReader();
    WireReader stretch = new WireReader();
    losses.clear();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        in.message(entry);
        String name = "";
        long sequence = 0;
        List<Done> done = new ArrayList<>();
        for (int part = entry.next(); part != 0; part = entry.next()) {
          switch (part) {
            case 1 -> name = entry.text();
            case 2 -> sequence = entry.uint();
            case 3 -> done.add(Cursor.readDone(entry.message(stretch)));
            default -> entry.skip();
          }
        }
        Cursor cursor = new Cursor(sequence);
        done.forEach(each -> cursor.move(each.first(), each.last()));
        read.put(name, cursor);
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
