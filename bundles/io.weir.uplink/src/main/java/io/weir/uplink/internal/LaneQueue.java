package io.weir.uplink.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Level;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import io.weir.api.uplink.UplinkBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One lane's way from the journal to the destination: entries gather in a batch, batches fly, and
 * the cursor follows the flights that are done. Confined to the pump's thread.
 *
 * <p>After a {@link #rewind} the batches that had flown are cut at the same entries again, so that
 * a receiver sees the same sequences twice.
 */
final class LaneQueue {
  private final Lane lane;
  private final Track track;
  private final Policy policy;
  private final GatewayClock clock;

  private final Batch samples = new Batch(1_024);
  private final List<Event> events = new ArrayList<>();
  private long first;
  private long last;
  private long dueAt;
  private long launchedAt;
  private int mostRows;

  /** An entry read that belongs to the next batch; valid as long as the reader is not asked. */
  private @Nullable JournalEntry held;

  private final Deque<Flight> flights = new ArrayDeque<>();
  private final Deque<Long> cuts = new ArrayDeque<>();
  private long singlesUpTo;

  LaneQueue(Lane lane, Track track, Policy policy, GatewayClock clock) {
    this.lane = lane;
    this.track = track;
    this.policy = policy;
    this.clock = clock;
    mostRows = policy.batchSamples();
    launchedAt = clock.micros() - policy.batchAgeMicros();
  }

  Lane lane() {
    return lane;
  }

  /** How much of the window this lane takes. */
  int inFlight() {
    int all = 0;
    for (Flight flight : flights) {
      all += flight.weight();
    }
    return all;
  }

  /** Whether nothing of it flies or gathers. */
  boolean isIdle() {
    return flights.isEmpty() && isEmpty();
  }

  boolean isGathering() {
    return !isEmpty();
  }

  /** Takes over where another queue's batches had been cut, whose entries are now this one's. */
  void takeCuts(LaneQueue other) {
    cuts.addAll(other.cuts);
    other.cuts.clear();
  }

  /** Samples and events of the batch that gathers. */
  int rows() {
    return samples.size() + events.size();
  }

  /** Gives a batch so many samples at most, no more than the policy allows. */
  void limit(int samplesInABatch) {
    mostRows = Math.max(1, Math.min(samplesInABatch, policy.batchSamples()));
  }

  /**
   * Whether the next entry is from before this moment of this boot, while nothing of the lane flies
   * or gathers.
   */
  boolean isBehind(long micros) throws JournalException {
    JournalEntry entry = held == null ? track.next() : held;
    held = entry;
    return entry != null
        && !entry.batch().isEmpty()
        && (entry.boot() != clock.boot() || entry.batch().time(0) < micros);
  }

  /** Sequence of the entry that is held back for the next batch; 0 for none. */
  long heldSequence() {
    return held == null ? 0 : held.sequence();
  }

  /** When the batch that gathers is to be sent although it is not full. */
  long dueAt() {
    return isEmpty() ? Long.MAX_VALUE : dueAt;
  }

  /** Gathers committed entries; returns whether there is a batch to be sent now. */
  boolean gather() throws JournalException {
    while (isEmpty() || !isComplete()) {
      JournalEntry entry = held == null ? track.next() : held;
      held = entry;
      if (entry == null) {
        if (isIdle()) {
          track.drained();
        }
        return !isEmpty() && clock.micros() >= dueAt;
      }
      if (!isEmpty() && !fits(entry)) {
        return true;
      }
      add(entry);
      held = null;
    }
    return true;
  }

  /** The batch that {@link #gather} found ready; valid until {@link #next}. */
  UplinkBatch batch(String gateway) {
    return new UplinkBatch(gateway, lane, first, last, samples, List.copyOf(events));
  }

  /** A flight for the batch that {@link #gather} found ready. */
  Flight flight() {
    return new Flight(this, first, last, isSuspect(), track.pending(), clock.micros());
  }

  /** The batch is on its way; {@link #next} follows. */
  void launched(Flight flight) {
    flights.add(flight);
    launchedAt = clock.micros();
    while (!cuts.isEmpty() && cuts.getFirst() <= last) {
      cuts.removeFirst();
    }
  }

  /** The next batch begins. */
  void next() {
    discard();
  }

  /**
   * Moves the cursor over the flights that are over and have none before them that is not; returns
   * how many entries of them the destination took.
   */
  long advance() {
    long taken = 0;
    while (!flights.isEmpty() && flights.getFirst().isOver()) {
      Flight flight = flights.removeFirst();
      track.done(flight.last);
      if (flight.isTaken()) {
        taken += flight.last - flight.first + 1;
      }
    }
    return taken;
  }

  /** Forgets what flies and what gathers, and reads again from the cursor. */
  void rewind() {
    Deque<Long> later = new ArrayDeque<>(cuts);
    cuts.clear();
    flights.forEach(flight -> cuts.add(flight.last));
    cuts.addAll(later);
    flights.clear();
    discard();
    held = null;
    track.rewind();
  }

  /** Sends each entry up to this one by itself, to find out which of them is refused. */
  void singleOut(long upTo) {
    singlesUpTo = Math.max(singlesUpTo, upTo);
  }

  /** Sends the entries of the oldest message by themselves when it flies again. */
  void singleOutOldest() {
    if (!flights.isEmpty()) {
      singleOut(flights.getFirst().last);
    }
  }

  private boolean isEmpty() {
    return last == 0;
  }

  private boolean fits(JournalEntry entry) {
    // A hole in the sequences must stay visible between two messages.
    return entry.sequence() == last + 1
        && rows() + entry.batch().size() + (entry.event() == null ? 0 : 1) <= mostRows;
  }

  private boolean isComplete() {
    return rows() >= mostRows || isSuspect() || (!cuts.isEmpty() && cuts.getFirst() <= last);
  }

  private boolean isSuspect() {
    return last <= singlesUpTo;
  }

  private void add(JournalEntry entry) {
    if (isEmpty()) {
      first = entry.sequence();
      dueAt = dueAt(entry);
    }
    last = entry.sequence();
    Event event = entry.event();
    if (event != null) {
      events.add(event.at(clock.toEpoch(entry.boot(), event.time())));
    }
    if (!entry.batch().isEmpty()) {
      addSamples(entry);
    }
  }

  private void addSamples(JournalEntry entry) {
    Batch batch = entry.batch();
    int from = samples.size();
    samples.addAll(batch, clock.toEpoch(entry.boot(), batch.time(0)) - batch.time(0));
    if (!clock.isTrusted(entry.boot())) {
      for (int row = from; row < samples.size(); row++) {
        if (Quality.level(samples.quality(row)) == Level.GOOD) {
          samples.set(row, samples.bits(row), Quality.uncertain(Reason.CLOCK));
        }
      }
    }
  }

  /**
   * After a pause there is nothing to wait for: one small batch in each batch age does no harm. A
   * pause is nearly the batch age, so that messages fall in step with commits of the same interval
   * instead of following each by a time that only chance has set.
   */
  private long dueAt(JournalEntry entry) {
    long now = clock.micros();
    if (entry.event() != null || entry.batch().isEmpty() || entry.boot() != clock.boot()) {
      return now;
    }
    long ripe = Math.min(now, entry.batch().time(0)) + policy.batchAgeMicros();
    return Math.min(ripe, Math.max(now, launchedAt + policy.batchAgeMicros() / 10 * 9));
  }

  private void discard() {
    samples.clear();
    events.clear();
    first = 0;
    last = 0;
  }
}
