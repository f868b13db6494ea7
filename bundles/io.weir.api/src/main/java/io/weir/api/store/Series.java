package io.weir.api.store;

import java.util.List;

/**
 * A channel's history as a chart shows it.
 *
 * @param level the level it was answered from
 * @param step length of a step in microseconds
 * @param points the steps that have something, by time
 */
public record Series(HistoryLevel level, long step, List<Aggregate> points) {
  /** Copies the points. */
  public Series {
    points = List.copyOf(points);
  }
}
