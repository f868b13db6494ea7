package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.encoding.WireWriter;
import io.weir.api.store.Gap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a lane has lost and which of it has been told. Any thread.
 *
 * <p>Written beside the cursors: {@code repeated Told told = 2} with {@code loss = 1; first = 2;
 * last = 3} and {@code repeated Given given = 3} with {@code first = 1; last = 2; reason = 3;
 * samples = 4; from = 5; to = 6}. Nothing depends on it but that a loss is told once and with its
 * reason: what is missing is found again by the reader that gets there.
 */
final class Losses {
  private static final int MOST_TOLD = 128;
  private static final int MOST_GIVEN = 16;

  /** Entries that were given up on purpose. */
  private record Given(long first, long last, Gap.Reason reason, Span span) {}

  /** What is to be told: entries, and why and how much of them is gone. */
  record Piece(long first, long last, Gap.Reason reason, Span span) {}

  private final Intervals[] told = new Intervals[Gap.Loss.values().length];
  private final Deque<Given> given = new ArrayDeque<>();

  Losses() {
    for (int loss = 0; loss < told.length; loss++) {
      told[loss] = new Intervals(MOST_TOLD);
    }
  }

  /** Takes note of entries that were given up. */
  synchronized void givenUp(long first, long last, Gap.Reason reason, Span span) {
    Given latest = given.peekLast();
    if (latest != null && latest.reason == reason && latest.last == first - 1) {
      given.removeLast();
      given.add(new Given(latest.first, last, reason, latest.span.and(span)));
    } else {
      given.add(new Given(first, last, reason, span));
    }
    if (given.size() > MOST_GIVEN) {
      given.removeFirst();
    }
  }

  /** What of these missing entries has not been told, with the reason where one is known. */
  synchronized List<Piece> untold(long first, long last, Gap.Reason otherwise) {
    List<Piece> pieces = new ArrayList<>();
    for (Intervals.Interval each : told[Gap.Loss.ALL.ordinal()].missing(first, last)) {
      long from = each.first();
      for (Given loss : given) {
        long start = Math.max(from, loss.first);
        long end = Math.min(each.last(), loss.last);
        if (start <= end) {
          if (start > from) {
            pieces.add(new Piece(from, start - 1, otherwise, Span.UNKNOWN));
          }
          boolean whole = start == loss.first && end == loss.last;
          pieces.add(new Piece(start, end, loss.reason, whole ? loss.span : Span.UNKNOWN));
          from = end + 1;
        }
      }
      if (from <= each.last()) {
        pieces.add(new Piece(from, each.last(), otherwise, Span.UNKNOWN));
      }
    }
    return pieces;
  }

  /** What of these thinned entries has not been told. */
  synchronized List<Intervals.Interval> untold(Gap.Loss loss, long first, long last) {
    return told[loss.ordinal()].missing(first, last);
  }

  /** It has been told. */
  synchronized void told(Gap.Loss loss, long first, long last) {
    told[loss.ordinal()].add(first, last);
  }

  /** Forgets what every reader has passed. */
  synchronized void forget(long passed) {
    for (Intervals each : told) {
      each.forget(passed);
    }
    given.removeIf(each -> each.last <= passed);
  }

  synchronized void write(WireWriter out) {
    for (int loss = 0; loss < told.length; loss++) {
      for (Intervals.Interval each : told[loss].all()) {
        int mark = out.begin(2);
        out.uint(1, loss);
        out.uint(2, each.first());
        out.uint(3, each.last());
        out.end(mark);
      }
    }
    for (Given each : given) {
      int mark = out.begin(3);
      out.uint(1, each.first);
      out.uint(2, each.last);
      out.uint(3, each.reason.ordinal());
      out.uint(4, each.span.samples());
      out.uint(5, each.span.from());
      out.uint(6, each.span.to());
      out.end(mark);
    }
  }

  synchronized void clear() {
    for (Intervals each : told) {
      each.clear();
    }
    given.clear();
  }

  synchronized void readTold(WireReader in) throws MalformedException {
    long[] of = numbers(in, 4);
    if (of[1] >= 0 && of[1] < told.length) {
      told[(int) of[1]].add(of[2], of[3]);
    }
  }

  synchronized void readGiven(WireReader in) throws MalformedException {
    long[] of = numbers(in, 7);
    Gap.Reason[] reasons = Gap.Reason.values();
    if (of[3] >= 0 && of[3] < reasons.length) {
      given.add(new Given(of[1], of[2], reasons[(int) of[3]], new Span(of[4], of[5], of[6])));
    }
  }

  private static long[] numbers(WireReader in, int fields) throws MalformedException {
    long[] numbers = new long[fields];
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field < fields) {
        numbers[field] = in.uint();
      } else {
        in.skip();
      }
    }
    return numbers;
  }
}
