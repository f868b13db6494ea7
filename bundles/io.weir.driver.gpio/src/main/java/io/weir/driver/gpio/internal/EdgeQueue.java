package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Edges of inputs on their way to the bus thread. Any thread.
 *
 * <p>Bounded: when it is full the newest edge is dropped, and its channel is remembered as one that
 * lost something.
 */
final class EdgeQueue {
  private final int[] channels;
  private final long[] times;
  private final boolean[] values;
  private final LongAdder dropped;
  private final Map<Integer, Long> losers = new LinkedHashMap<>();
  private int head;
  private int size;
  private long latest = Long.MIN_VALUE;

  /**
   * @param dropped counts edges for which there was no room
   */
  EdgeQueue(int capacity, LongAdder dropped) {
    channels = new int[capacity];
    times = new long[capacity];
    values = new boolean[capacity];
    this.dropped = dropped;
  }

  /** Takes an edge, or counts it as dropped. */
  synchronized void add(int channel, long micros, boolean value) {
    if (size == channels.length) {
      dropped.increment();
      losers.putIfAbsent(channel, micros);
      return;
    }
    int at = (head + size++) % channels.length;
    channels[at] = channel;
    times[at] = micros;
    values[at] = value;
  }

  /** Remembers that an edge was lost before it came here. */
  synchronized void lost(int channel, long micros) {
    losers.putIfAbsent(channel, micros);
  }

  /**
   * Adds at most so many edges to a batch, oldest first. Times never go back: of two lines that are
   * told by turns an older edge may come second, by microseconds.
   *
   * @return whether there are more
   */
  synchronized boolean drain(int most, Batch into) {
    for (int i = 0; i < most && size > 0; i++, size--) {
      latest = Math.max(latest, times[head]);
      into.addBoolean(channels[head], latest, values[head]);
      head = (head + 1) % channels.length;
    }
    return size > 0;
  }

  /** Adds a row without a value for each channel that lost an edge, and returns the channels. */
  synchronized int[] drainLosers(Batch into) {
    int[] lost = losers.keySet().stream().mapToInt(Integer::intValue).toArray();
    losers.forEach(
        (channel, micros) -> {
          latest = Math.max(latest, micros);
          into.addBad(channel, latest, Reason.DEVICE);
        });
    losers.clear();
    return lost;
  }

  /** The time of a row that is added beside the queue. */
  synchronized long stamp(long micros) {
    latest = Math.max(latest, micros);
    return latest;
  }

  /** Forgets everything. */
  synchronized void clear() {
    size = 0;
    losers.clear();
  }
}
