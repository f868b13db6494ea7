package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The journal: two lanes of segments and the threads that commit and keep them. */
public final class SegmentJournal implements Journal, Closeable {
  /** The reader that must have seen telemetry before a segment is used again. */
  static final String HISTORY = "history";

  private final GatewayClock clock;
  private final JournalLane event;
  private final JournalLane telemetry;
  private final CommitThread thread;
  private final KeeperThread keeping;

  /** Opens the journal and recovers what is there. */
  SegmentJournal(
      JournalSettings settings,
      Disk disk,
      Path directory,
      GatewayClock clock,
      ChannelTable channels,
      StatusBoard board)
      throws IOException {
    this.clock = clock;
    GapTeller teller = gap -> append(gap.toEvent(clock.micros()));
    event =
        new JournalLane(settings.lane(Lane.EVENT), disk, directory, clock, channels, board, teller);
    try {
      telemetry =
          new JournalLane(
              settings.lane(Lane.TELEMETRY), disk, directory, clock, channels, board, teller);
    } catch (IOException e) {
      event.close();
      throw e;
    }
    telemetry.cursors().at(HISTORY, telemetry.log().first() - 1);
    thread = new CommitThread(event, telemetry, settings.commitMillis());
    keeping = new KeeperThread(List.of(telemetry.keeper(), event.keeper()));
    thread.start();
    keeping.start();
    tellSkips();
  }

  /** Says what a restore has skipped, before anything follows it: again until something does. */
  private void tellSkips() {
    for (JournalLane lane : List.of(event, telemetry)) {
      Skip skip = lane.skipped();
      if (skip.last() > 0) {
        try {
          append(skip.toGap(lane.lane()).toEvent(clock.micros()));
        } catch (JournalException e) {
          lane.status().failing("the gap a restore has left cannot be told: " + e.getMessage());
        }
      }
    }
  }

  @Override
  public long append(Batch batch) throws JournalException {
    if (batch.isEmpty()) {
      return 0;
    }
    long sequence = telemetry.log().append(batch);
    thread.appended();
    return sequence;
  }

  @Override
  public long append(Event newEvent) throws JournalException {
    return event.appendDurably(newEvent, thread::kick);
  }

  @Override
  public void whenCommitted(Lane lane, long sequence, Runnable action) {
    JournalLane of = of(lane);
    of.waiters().add(sequence, action, failure -> {});
  }

  @Override
  public JournalReader open(String reader, Lane lane) throws JournalException {
    return of(lane).open(reader);
  }

  @Override
  public void forget(String reader) {
    event.cursors().forget(reader);
    telemetry.cursors().forget(reader);
  }

  @Override
  public List<LaneState> lanes() {
    return List.of(event.state(0), telemetry.state(thread.intervalMillis() * 1000));
  }

  /** Has telemetry committed once in so many milliseconds. */
  void commitMillis(long millis) {
    thread.interval(millis);
  }

  /**
   * What both lanes have handed to the operating system: a part of what the medium is written to.
   */
  WearMeter.Counter written() {
    return new WearMeter.Counter() {
      @Override
      public long bytes() {
        return event.status().bytesWritten() + telemetry.status().bytesWritten();
      }

      @Override
      public long flushes() {
        return event.status().forces() + telemetry.status().forces();
      }
    };
  }

  /** Keeps all there is as it is, for a backup. */
  JournalHold hold() {
    return new JournalHold(List.of(event, telemetry));
  }

  /** Commits what there is and closes the files. */
  @Override
  public void close() throws IOException {
    keeping.end();
    thread.end();
    try {
      event.close();
    } finally {
      telemetry.close();
    }
  }

  /** What can be given back of a lane when the disk is full to its floor. */
  Thinnable thinnable(Lane lane) {
    return of(lane).keeper();
  }

  private JournalLane of(Lane lane) {
    return lane == Lane.EVENT ? event : telemetry;
  }
}
