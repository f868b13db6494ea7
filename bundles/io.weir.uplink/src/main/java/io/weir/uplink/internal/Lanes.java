package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one uplink and whose turn it is: events before telemetry, and of telemetry what is
 * live before the backlog, which gets its share and whatever live leaves. Confined to the pump's
 * thread.
 */
final class Lanes {
  /** Telemetry this old, beyond twice the batch age, is backlog... */
  private static final long STALE_MICROS = 5_000_000;

  /** ...if there are more entries of it. */
  private static final int FEW_ENTRIES = 16;

  private final Policy policy;
  private final Services services;
  private final GatewayClock clock;
  private final Runnable wakeUp;
  private final List<JournalReader> readers = new ArrayList<>();
  private final Pace pace;
  private final Share share;
  private @Nullable Queues queues;
  private long due = Long.MAX_VALUE;

  /**
   * @param telemetry all telemetry, or what is live of it
   * @param backlog telemetry behind the edge, and the edge; null if it goes strictly in order
   */
  private record Queues(
      LaneQueue events,
      LaneQueue telemetry,
      @Nullable LaneQueue backlog,
      @Nullable LiveEdge edge,
      List<LaneQueue> all) {}

  Lanes(Policy policy, Services services, Runnable wakeUp) {
    this.policy = policy;
    this.services = services;
    this.wakeUp = wakeUp;
    clock = services.clock();
    pace = new Pace(policy.batchSamples());
    share = new Share(policy.backlogShare());
  }

  /** Opens the journal if it is not open. */
  void open() throws JournalException {
    if (queues != null) {
      return;
    }
    try {
      JournalReader events = reader(Lane.EVENT);
      JournalReader telemetry = reader(Lane.TELEMETRY);
      queues = queues(queue(Lane.EVENT, Track.whole(events)), telemetry);
    } catch (JournalException e) {
      close();
      throw e;
    }
  }

  private JournalReader reader(Lane lane) throws JournalException {
    JournalReader reader = services.journal().open("uplink/" + policy.name(), lane);
    readers.add(reader);
    reader.onCommitted(wakeUp);
    return reader;
  }

  private Queues queues(LaneQueue events, JournalReader reader) {
    if (policy.order() == Policy.Order.STRICT) {
      LaneQueue telemetry = queue(Lane.TELEMETRY, Track.whole(reader));
      return new Queues(events, telemetry, null, null, List.of(events, telemetry));
    }
    LiveEdge edge = new LiveEdge(reader);
    LaneQueue live = queue(Lane.TELEMETRY, edge.live());
    LaneQueue backlog = queue(Lane.TELEMETRY, edge.backlog());
    return new Queues(events, live, backlog, edge, List.of(events, live, backlog));
  }

  private LaneQueue queue(Lane lane, Track track) {
    return new LaneQueue(lane, track, policy, clock);
  }

  private List<LaneQueue> all() {
    return queues == null ? List.of() : queues.all();
  }

  /**
   * The queue whose batch is to be sent next; null if none has one ready.
   *
   * @param window most messages in flight
   * @param open which lanes may be sent now
   */
  @Nullable LaneQueue ready(int window, Allowance open) throws JournalException {
    due = Long.MAX_VALUE;
    Queues of = queues;
    if (of == null) {
      return null;
    }
    if (open.events() && isReady(of.events())) {
      return of.events();
    }
    if (!open.telemetry()) {
      return null;
    }
    LaneQueue live = !isLeftBehind(of) && isReady(of.telemetry()) ? of.telemetry() : null;
    LaneQueue backlog = of.backlog();
    LiveEdge edge = of.edge();
    if (backlog == null
        || edge == null
        || !edge.isCut()
        || backlog.inFlight() >= pace.messages(window)) {
      return live;
    }
    backlog.limit(pace.rows(policy.limits().bytesPerSecond()));
    LaneQueue old = isReady(backlog) ? backlog : null;
    if (live == null || old == null) {
      return live == null ? old : live;
    }
    return share.isBacklogsTurn(live.rows(), old.rows()) ? old : live;
  }

  private boolean isReady(LaneQueue queue) throws JournalException {
    boolean isReady = queue.gather();
    if (!isReady) {
      due = Math.min(due, queue.dueAt());
    }
    return isReady;
  }

  /** Moves the edge where live has fallen behind; live waits until nothing of it flies. */
  private boolean isLeftBehind(Queues of) throws JournalException {
    LiveEdge edge = of.edge();
    LaneQueue live = of.telemetry();
    if (edge == null
        || !edge.canMove()
        || !live.isBehind(staleBefore())
        || edge.after(live.heldSequence()) < FEW_ENTRIES) {
      return false;
    }
    if (live.isIdle()) {
      edge.move();
      live.rewind();
      if (of.backlog() != null) {
        of.backlog().takeCuts(live);
      }
      return false;
    }
    return !live.isGathering();
  }

  private long staleBefore() {
    return clock.micros() - STALE_MICROS - 2 * policy.batchAgeMicros();
  }

  /** A batch of telemetry is on its way. */
  void sent(LaneQueue queue, int rows, int bytes) {
    if (queues != null && queue != queues.events()) {
      pace.sent(rows, bytes);
    }
  }

  /** All of a flight is answered. */
  void answered(Flight flight) {
    if (queues != null && flight.lane == queues.backlog()) {
      pace.answered(clock.micros() - flight.since);
    }
  }

  /** When a batch that gathered is to be sent although it is not full. */
  long dueAt() {
    return due;
  }

  int inFlight() {
    return all().stream().mapToInt(LaneQueue::inFlight).sum();
  }

  /** Entries of a lane that are not acknowledged. */
  long backlog(Lane lane) {
    return readers.size() < 2 ? 0 : readers.get(lane == Lane.EVENT ? 0 : 1).backlog();
  }

  /** Whether there is telemetry that should have gone long ago. */
  boolean isBehind() throws JournalException {
    Queues of = queues;
    if (of == null) {
      return false;
    }
    return (of.edge() != null && of.edge().isCut()) || of.telemetry().isBehind(staleBefore());
  }

  void rewind() {
    all().forEach(LaneQueue::rewind);
  }

  /** Sends the entries of the oldest messages by themselves when they fly again. */
  void singleOutOldest() {
    all().forEach(LaneQueue::singleOutOldest);
  }

  void close() {
    if (queues != null && queues.edge() != null) {
      queues.edge().close();
    }
    queues = null;
    readers.forEach(JournalReader::close);
    readers.clear();
  }
}
