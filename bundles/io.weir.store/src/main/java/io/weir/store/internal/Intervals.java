package io.weir.store.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of sequences as disjoint intervals, at most so many. Not thread safe. */
final class Intervals {
  /** From first to last, both included. */
  record Interval(long first, long last) {}

  private final int most;
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  /**
   * @param most with more intervals than this the lowest is forgotten
   */
  Intervals(int most) {
    this.most = most;
  }

  /** Adds all from first to last. */
  void add(long first, long last) {
    long from = first;
    long to = last;
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(last + 1);
    while (before != null && before.getValue() >= from - 1) {
      from = Math.min(from, before.getKey());
      to = Math.max(to, before.getValue());
      lastByFirst.remove(before.getKey());
      before = lastByFirst.floorEntry(last + 1);
    }
    lastByFirst.put(from, to);
    if (lastByFirst.size() > most) {
      lastByFirst.pollFirstEntry();
    }
  }

  /** The parts of first to last that are not in the set. */
  List<Interval> missing(long first, long last) {
    List<Interval> missing = new ArrayList<>();
    long from = first;
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
    if (before != null && before.getValue() >= first) {
      from = before.getValue() + 1;
    }
    for (Map.Entry<Long, Long> each : lastByFirst.tailMap(first, false).entrySet()) {
      if (each.getKey() > last || from > last) {
        break;
      }
      if (each.getKey() > from) {
        missing.add(new Interval(from, each.getKey() - 1));
      }
      from = each.getValue() + 1;
    }
    if (from <= last) {
      missing.add(new Interval(from, last));
    }
    return missing;
  }

  /** Forgets intervals that end at this sequence or before; returns whether there were any. */
  boolean forget(long upTo) {
    return lastByFirst.entrySet().removeIf(each -> each.getValue() <= upTo);
  }

  List<Interval> all() {
    return lastByFirst.entrySet().stream()
        .map(each -> new Interval(each.getKey(), each.getValue()))
        .toList();
  }

  void clear() {
    lastByFirst.clear();
  }
}
