package io.weir.driver.lwm2m.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What hosts have told, on its way to the bus thread. Any thread.
 *
 * <p>Bounded: when it is full the newest is dropped, and its channel is remembered as one that lost
 * something.
 */
final class NewsQueue {
  private final int capacity;
  private final LongAdder dropped;
  private final Map<Integer, Long> losers = new LinkedHashMap<>();
  private Batch waiting = new Batch(16);
  private Runnable wake = () -> {};

  NewsQueue(int capacity, LongAdder dropped) {
    this.capacity = capacity;
    this.dropped = dropped;
  }

  synchronized void onNews(Runnable runnable) {
    wake = runnable;
  }

  /** Takes rows. */
  synchronized void add(Batch rows) {
    for (int row = 0; row < rows.size(); row++) {
      if (waiting.size() < capacity) {
        waiting.addRow(rows, row);
      } else {
        dropped.increment();
        losers.put(rows.channel(row), rows.time(row));
      }
    }
    wake.run();
  }

  /** Adds all that waits to a batch. */
  synchronized void drain(Batch into) {
    into.addAll(waiting, 0);
    waiting = new Batch(16);
    losers.forEach((channel, micros) -> into.addBad(channel, micros, Reason.DEVICE));
    losers.clear();
  }

  synchronized void clear() {
    waiting = new Batch(16);
    losers.clear();
  }
}
