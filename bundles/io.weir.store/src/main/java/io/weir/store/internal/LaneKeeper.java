package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.Gap;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a lane within its limits: thins old telemetry before it gives any up.
 *
 * <p>When the lane is as large as it may be, the newest half of its bytes stays whole, a quarter
 * keeps every second sample, a quarter every fourth, and what is older is given up: so the same
 * bytes reach further back. Events are not thinned. Any thread; one at a time works.
 */
final class LaneKeeper implements Thinnable {
  private final LaneFiles files;
  private final LaneLog log;
  private final SegmentThinner thinner;
  private final GatewayClock clock;
  private final SteadyClock steady;

  LaneKeeper(LaneFiles files, LaneLog log, SegmentThinner thinner, GatewayClock clock) {
    this.files = files;
    this.log = log;
    this.thinner = thinner;
    this.clock = clock;
    this.steady = new SteadyClock(clock);
  }

  /** Makes room for the next segment before it is needed, and gives up what is too old. */
  synchronized void keep() throws IOException {
    while (isTooOld() && giveUpOldest(Gap.Reason.BUDGET)) {
      // One after the other.
    }
    while (isTight() && (files.pool().trim(1) || relieve())) {
      // One after the other.
    }
  }

  @Override
  public synchronized boolean thin(Step step) throws IOException {
    return switch (step) {
      case SPARE -> files.pool().trim(0);
      case HALVE -> halve();
      case ROLLUPS_ONLY -> false;
      case DELETE -> delete();
    };
  }

  private boolean delete() throws IOException {
    boolean done = giveUpOldest(Gap.Reason.DISK_FLOOR);
    files.pool().trim(0);
    return done;
  }

  private boolean halve() throws IOException {
    for (int times = 0; times < Thinning.MOST; times++) {
      Segment oldest = oldest(times);
      if (oldest != null) {
        boolean done = thinner.thin(oldest, Gap.Reason.DISK_FLOOR);
        files.pool().trim(0);
        return done;
      }
    }
    return false;
  }

  private boolean isTight() {
    Segment current = files.current();
    return current != null && log.isHalfFull(current) && files.isFull(0);
  }

  private boolean relieve() throws IOException {
    long most = files.settings().maxBytes();
    Segment whole = bytes(0) > most / 2 ? oldest(0) : null;
    Segment half = whole == null && bytes(1) > most / 4 ? oldest(1) : null;
    Segment next = whole == null ? half : whole;
    return next == null ? giveUpOldest(Gap.Reason.BUDGET) : thinner.thin(next, Gap.Reason.BUDGET);
  }

  private long bytes(int times) {
    return files.live().stream()
        .filter(each -> each.thinning.times() == times)
        .mapToLong(each -> each.capacity)
        .sum();
  }

  /** The oldest sealed segment that was thinned so often and has entries. */
  private @Nullable Segment oldest(int times) {
    if (files.settings().lane() == Lane.EVENT) {
      return null;
    }
    Predicate<Segment> fits =
        each -> {
          Segment after = files.after(each);
          return each.thinning.times() == times
              && after != null
              && after.firstSequence > each.firstSequence;
        };
    return files.live().stream().filter(fits).findFirst().orElse(null);
  }

  private boolean giveUpOldest(Gap.Reason reason) throws IOException {
    List<Segment> live = files.live();
    if (live.size() < 2) {
      return false;
    }
    Segment oldest = live.get(0);
    Thinning before = oldest.thinning;
    Span taken = new Span(before.samples(), before.from(), before.to());
    return log.giveUp(oldest, reason, thinner.measure(oldest).and(taken));
  }

  /** Whether everything in the oldest segment is older than the lane keeps. */
  private boolean isTooOld() throws IOException {
    long most = files.settings().maxAgeMicros();
    List<Segment> live = files.live();
    if (most == 0 || live.size() < 2 || !clock.isTrusted(clock.boot())) {
      return false;
    }
    long time = firstTime(live.get(1));
    long newest = steady.isNew() ? firstTime(live.get(live.size() - 1)) : 0;
    return time > 0 && steady.look(newest) && clock.epochMicros() - time > most;
  }

  /** When the first record of a segment was written, epoch microseconds; 0 if that is not known. */
  private long firstTime(Segment segment) throws IOException {
    try (DiskFile file = files.openForReading(segment)) {
      if (file == null) {
        return 0;
      }
      RecordScanner scanner = new RecordScanner(file, segment.id, SegmentHeader.SIZE);
      return scanner.next(segment.committedEnd) && clock.isTrusted(scanner.boot())
          ? clock.toEpoch(scanner.boot(), scanner.time())
          : 0;
    }
  }
}
