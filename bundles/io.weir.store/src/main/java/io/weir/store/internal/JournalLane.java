package io.weir.store.internal;

import io.weir.api.model.Event;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** One lane with its readers and those who wait for its commits. Any thread. */
final class JournalLane {
  private final LaneSettings settings;
  private final LaneStatus status;
  private final LaneFiles files;
  private final Cursors cursors = new Cursors();
  private final LaneLog log;
  private final LaneGaps gaps;
  private final LaneKeeper keeper;
  private final CommitWaiters waiters;
  private final Skip skipped;
  private final Map<String, LaneReader> readers = new ConcurrentHashMap<>();
  private long announced;

  JournalLane(
      LaneSettings settings,
      Disk disk,
      Path directory,
      GatewayClock clock,
      ChannelTable channels,
      StatusBoard board,
      GapTeller teller)
      throws IOException {
    this.settings = settings;
    String name = name(settings.lane());
    StatusBoard.Part part = board.part("journal/" + name);
    status = new LaneStatus(part);
    files = new LaneFiles(settings, disk, directory.resolve(name));
    gaps = new LaneGaps(settings.lane(), files, cursors, status, teller);
    LaneRecovery recovery = new LaneRecovery(files, cursors);
    try {
      long found = recovery.run();
      Skip skip = files.skip();
      skipped = skip.last() > found ? skip : Skip.NONE;
      log = new LaneLog(files, clock, channels, status, cursors, Math.max(found, skip.last()));
    } catch (IOException e) {
      status.failing("the journal cannot be read: " + e.getMessage());
      throw e;
    }
    SegmentThinner thinner = new SegmentThinner(files, log, clock, channels, status);
    keeper = new LaneKeeper(files, log, thinner, clock);
    waiters = new CommitWaiters(log::committed);
    announced = log.committed();
    // Without locks: the board asks while others may wait for it.
    part.gauge("last", log::last);
    part.gauge("committed", log::committed);
    part.gauge("bytes", files.pool()::bytes);
    part.gauge("segments", files.pool()::files);
    if (!recovery.damage().isEmpty()) {
      status.damaged(recovery.damage().size(), String.join("; ", recovery.damage()));
    }
    status.ready();
  }

  static String name(Lane lane) {
    return lane.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The sequences that a restore has skipped if none was given out since. */
  Skip skipped() {
    return skipped;
  }

  LaneLog log() {
    return log;
  }

  LaneFiles files() {
    return files;
  }

  LaneStatus status() {
    return status;
  }

  LaneGaps gaps() {
    return gaps;
  }

  LaneKeeper keeper() {
    return keeper;
  }

  Cursors cursors() {
    return cursors;
  }

  CommitWaiters waiters() {
    return waiters;
  }

  Lane lane() {
    return settings.lane();
  }

  /** Appends an event and waits for its commit, for which {@code wake} asks. */
  long appendDurably(Event event, Runnable wake) throws JournalException {
    CompletableFuture<Boolean> committed = new CompletableFuture<>();
    long sequence;
    synchronized (this) {
      sequence = log.append(event);
      waiters.add(sequence, () -> committed.complete(true), committed::completeExceptionally);
    }
    wake.run();
    try {
      committed.join();
      return sequence;
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new JournalException(String.valueOf(cause.getMessage()), cause);
    }
  }

  LaneReader open(String name) throws JournalException {
    Cursor cursor = cursors.at(name, log.first() - 1);
    LaneReader reader = new LaneReader(this, name, cursor);
    if (readers.putIfAbsent(name, reader) != null) {
      throw new JournalException(
          "reader " + name + " of lane " + name(lane()) + " is open already", null);
    }
    return reader;
  }

  void closed(LaneReader reader) {
    readers.remove(reader.name(), reader);
  }

  /** Commits what there is and tells whom it concerns. Confined to the journal thread. */
  void commit(boolean cursorsAlone) {
    try {
      log.commit(cursorsAlone);
    } catch (JournalException e) {
      if (settings.lane() == Lane.EVENT) {
        synchronized (this) {
          log.rewind();
          waiters.fail(e);
        }
      }
    }
    waiters.release();
    if (log.committed() != announced) {
      announced = log.committed();
      readers.values().forEach(LaneReader::wake);
    }
  }

  LaneState state(long commitMicros) {
    return new LaneState(
        lane(),
        log.first(),
        log.last(),
        log.committed(),
        files.pool().files(),
        files.pool().bytes(),
        status.commits(),
        commitMicros,
        cursors.snapshot());
  }

  void close() throws IOException {
    waiters.fail(new JournalException("the journal is closed", null));
    log.close();
    status.close();
  }
}
