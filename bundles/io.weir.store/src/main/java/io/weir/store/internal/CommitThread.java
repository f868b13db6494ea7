package io.weir.store.internal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal thread: commits the event lane whenever somebody waits, the telemetry lane once in an
 * interval at most.
 *
 * <p>Telemetry that comes when the interval since the last commit is over, or nearly, is committed
 * as soon as the rest of its poll may have joined it. Commits so fall in step with polls of the
 * same period: a sample is not left waiting for an interval that began at another time.
 */
final class CommitThread extends Thread {
  /** Cursors that move without new entries are made durable every so many intervals. */
  private static final int CURSORS_ALONE = 10;

  /** So many waiting actions do not wait for the interval. */
  private static final int MANY = 1000;

  /** How long the rest of a poll may take to join its first rows. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);

  private final JournalLane event;
  private final JournalLane telemetry;
  private long intervalNanos;
  private long moment;
  private long last;
  private boolean clean = true;
  private boolean kicked;
  private boolean closing;
  private int ticks;

  CommitThread(JournalLane event, JournalLane telemetry, long intervalMillis) {
    super("journal");
    this.event = event;
    this.telemetry = telemetry;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.moment = System.nanoTime() + intervalNanos;
    this.last = System.nanoTime() - intervalNanos;
    setDaemon(true);
  }

  /** From now on the telemetry lane is committed once in so long. */
  synchronized void interval(long millis) {
    intervalNanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Interval of the telemetry lane's commits. */
  synchronized long intervalMillis() {
    return TimeUnit.NANOSECONDS.toMillis(intervalNanos);
  }

  /** Telemetry was appended. */
  synchronized void appended() {
    long now = System.nanoTime();
    if (clean && now - last >= intervalNanos - intervalNanos / 10) {
      moment = now + Math.min(GATHER_NANOS, intervalNanos);
      notifyAll();
    }
    clean = false;
  }

  /** Asks for a commit of the event lane now. */
  synchronized void kick() {
    kicked = true;
    notifyAll();
  }

  /** Commits once more and ends. */
  void end() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    join(this);
  }

  /** Waits for a thread's end whatever interrupts the waiting. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
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
    while (await()) {
      boolean due = begin();
      try {
        step(due);
      } catch (RuntimeException e) {
        // Without this thread nothing would be committed any more: say so and go on.
        LOG.error("A commit failed unexpectedly", e);
        telemetry.status().failing("a commit failed unexpectedly: " + e);
      }
    }
    event.commit(true);
    telemetry.commit(true);
  }

  /** Whether the moment has come; the next one is an interval away then. */
  private synchronized boolean begin() {
    boolean due = System.nanoTime() - moment >= 0;
    if (due) {
      if (!clean) {
        last = moment;
      }
      moment = Math.max(moment, System.nanoTime() - GATHER_NANOS) + intervalNanos;
      clean = true;
      ticks++;
    }
    return due;
  }

  private void step(boolean due) {
    boolean cursorsAlone = due && ticks % CURSORS_ALONE == 0;
    event.commit(cursorsAlone);
    if (due || telemetry.log().wantsCommit() || telemetry.waiters().size() > MANY) {
      telemetry.commit(cursorsAlone);
      prepare(telemetry);
      prepare(event);
    }
  }

  private static void prepare(JournalLane lane) {
    try {
      lane.log().prepareSpare();
    } catch (IOException e) {
      // The append that needs the segment will say so if there still is no room then.
      LOG.debug("No spare segment for lane {}", lane.lane(), e);
    }
  }

  /** Waits for the moment or a kick; false to end. */
  private synchronized boolean await() {
    long left = moment - System.nanoTime();
    while (!kicked && !closing && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Nobody but the journal has a reason to interrupt this thread, and it does not.
        LOG.debug("Interrupted", e);
      }
      left = moment - System.nanoTime();
    }
    kicked = false;
    return !closing;
  }
}
