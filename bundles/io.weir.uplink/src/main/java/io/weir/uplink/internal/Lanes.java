package io.weir.uplink.internal;

import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lanes of one uplink, events first. Confined to the pump's thread. */
final class Lanes {
  private final Policy policy;
  private final Services services;
  private final Runnable wakeUp;
  private final List<LaneQueue> queues = new ArrayList<>();

  Lanes(Policy policy, Services services, Runnable wakeUp) {
    this.policy = policy;
    this.services = services;
    this.wakeUp = wakeUp;
  }

  /** Opens the journal if it is not open. */
  void open() throws JournalException {
    if (!queues.isEmpty()) {
      return;
    }
    List<LaneQueue> opened = new ArrayList<>();
    try {
      for (Lane lane : Lane.values()) {
        JournalReader reader = services.journal().open("uplink/" + policy.name(), lane);
        reader.onCommitted(wakeUp);
        opened.add(new LaneQueue(lane, reader, policy, services.clock()));
      }
      queues.addAll(opened);
    } catch (JournalException e) {
      opened.forEach(LaneQueue::close);
      throw e;
    }
  }

  /** The lane whose batch is to be sent next; null if none has one ready. */
  @Nullable LaneQueue ready() throws JournalException {
    for (LaneQueue queue : queues) {
      if (queue.gather()) {
        return queue;
      }
    }
    return null;
  }

  /** When a batch that gathers is to be sent although it is not full. */
  long dueAt() {
    return queues.stream().mapToLong(LaneQueue::dueAt).min().orElse(Long.MAX_VALUE);
  }

  int inFlight() {
    return queues.stream().mapToInt(LaneQueue::inFlight).sum();
  }

  /** Entries of a lane that are not acknowledged. */
  long backlog(Lane lane) {
    return queues.stream()
        .filter(queue -> queue.lane() == lane)
        .mapToLong(LaneQueue::backlog)
        .sum();
  }

  void rewind() {
    queues.forEach(LaneQueue::rewind);
  }

  /** Sends the entries of the oldest messages by themselves when they fly again. */
  void singleOutOldest() {
    queues.forEach(LaneQueue::singleOutOldest);
  }

  void close() {
    queues.forEach(LaneQueue::close);
  }
}
