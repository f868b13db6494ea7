package io.weir.store.internal;

import io.weir.api.store.JournalEntry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history thread: keeps the {@link Compactor} going. What fails is tried again after a while;
 * meanwhile the samples stay in memory and in the journal.
 */
final class HistoryThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryThread.class);
  private static final long RETRY_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 1_000;

  /** What to do about a damaged database: gives a new one. */
  interface Repair {
    ChunkStore apply(SQLException damage) throws IOException;
  }

  private final Compactor compactor;
  private final HistoryStatus status;
  private final Repair repair;
  private @Nullable JournalEntry held;
  private boolean woken;
  private boolean closing;

  HistoryThread(Compactor compactor, HistoryStatus status, Repair repair) {
    super("history");
    this.compactor = compactor;
    this.status = status;
    this.repair = repair;
    setDaemon(true);
  }

  /** Says that there is something to read. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Stores what there is and ends. */
  void end() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    boolean going = true;
    while (going) {
      long pause = IDLE_MILLIS;
      try {
        step();
      } catch (SQLException e) {
        pause = failed(e);
      } catch (IOException e) {
        status.failing(String.valueOf(e.getMessage()));
        pause = RETRY_MILLIS;
      } catch (RuntimeException e) {
        // Without this thread the journal would fill up: say so and go on.
        LOG.error("The history failed unexpectedly", e);
        status.failing("the history failed unexpectedly: " + e);
        pause = RETRY_MILLIS;
      }
      going = await(pause);
    }
    try {
      compactor.flush();
    } catch (SQLException | IOException e) {
      status.failing("the history cannot be written at the end: " + e.getMessage());
    }
  }

  /** Takes entries until there is none, or one that must wait, which is held. */
  private void step() throws SQLException, IOException {
    if (held == null) {
      held = compactor.next();
    }
    while (held != null && compactor.isSettled(held) && !isClosing()) {
      compactor.take(held);
      held = null;
      held = compactor.next();
    }
    if (held == null) {
      compactor.flushIfIdle();
    }
  }

  private long failed(SQLException e) {
    status.failing("the history cannot be written: " + e.getMessage());
    if (!ChunkStores.isDamage(e)) {
      return RETRY_MILLIS;
    }
    try {
      compactor.use(repair.apply(e));
      return 1;
    } catch (IOException failure) {
      status.failing(String.valueOf(failure.getMessage()));
      return RETRY_MILLIS;
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  /** Waits until there may be something to do; false to end. */
  private synchronized boolean await(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = end - System.nanoTime();
    while (!woken && !closing && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Nobody but the history has a reason to interrupt this thread, and it does not.
        closing = true;
      }
      left = end - System.nanoTime();
    }
    woken = false;
    return !closing;
  }
}
