package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.encoding.WireWriter;
import io.weir.api.store.JournalReader;
import io.weir.api.store.JournalReader.Done;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How far one reader has come, and what is done beyond that. Any thread; reading takes no lock. */
final class Cursor {
  private volatile Position position;

  /** Everything up to {@code at}, and these stretches, none of which is adjacent to another. */
  private record Position(long at, List<Done> done) {
    Position upTo(long sequence) {
      long reached = Math.max(at, sequence);
      List<Done> left = done;
      while (!left.isEmpty() && left.get(0).first() <= reached + 1) {
        reached = Math.max(reached, left.get(0).last());
        left = left.subList(1, left.size());
      }
      return reached == at ? this : new Position(reached, List.copyOf(left));
    }

    Position with(long first, long last) {
      if (first <= at + 1) {
        return upTo(last);
      }
      List<Done> all = new ArrayList<>(done);
      all.add(new Done(first, last));
      all.sort(Comparator.comparingLong(Done::first));
      List<Done> merged = new ArrayList<>();
      for (Done each : all) {
        int end = merged.size() - 1;
        if (end >= 0 && each.first() <= merged.get(end).last() + 1) {
          Done before = merged.get(end);
          merged.set(end, new Done(before.first(), Math.max(before.last(), each.last())));
        } else {
          merged.add(each);
        }
      }
      if (merged.size() > JournalReader.MOST_DONE) {
        throw new IllegalStateException(
            "more than " + JournalReader.MOST_DONE + " stretches would be done beyond " + at);
      }
      return new Position(at, List.copyOf(merged));
    }
  }

  Cursor(long at) {
    position = new Position(at, List.of());
  }

  /** Sequence up to which everything is done. */
  long at() {
    return position.at();
  }

  List<Done> done() {
    return position.done();
  }

  /** The highest sequence that is done. */
  long highest() {
    Position now = position;
    return now.done().isEmpty() ? now.at() : now.done().get(now.done().size() - 1).last();
  }

  /** How many sequences between these, both included, are done beyond the cursor. */
  long doneWithin(long first, long last) {
    long all = 0;
    for (Done each : done()) {
      all += Math.max(0, Math.min(last, each.last()) - Math.max(first, each.first()) + 1);
    }
    return all;
  }

  /** The stretch beyond the cursor that this sequence is in, or one that is empty. */
  Done stretch(long sequence) {
    for (Done each : done()) {
      if (each.first() <= sequence && sequence <= each.last()) {
        return each;
      }
    }
    return new Done(sequence, sequence - 1);
  }

  /** Everything up to this sequence is done; returns whether that is new. */
  synchronized boolean move(long sequence) {
    Position before = position;
    position = before.upTo(sequence);
    return !before.equals(position);
  }

  /** These are done, whatever is before them; returns whether that is new. */
  synchronized boolean move(long first, long last) {
    if (last < first) {
      return false;
    }
    Position before = position;
    position = before.with(first, last);
    return !before.equals(position);
  }

  /** Writes {@code sequence = 2} and {@code repeated Done done = 3 {first = 1, last = 2}}. */
  void write(WireWriter out) {
    Position now = position;
    out.uint(2, now.at());
    for (Done each : now.done()) {
      int mark = out.begin(3);
      out.uint(1, each.first());
      out.uint(2, each.last());
      out.end(mark);
    }
  }

  /** Takes a stretch of {@link #write} in. */
  static Done readDone(WireReader in) throws MalformedException {
    long first = 0;
    long last = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> first = in.uint();
        case 2 -> last = in.uint();
        default -> in.skip();
      }
    }
    return new Done(first, last);
  }
}
