package io.weir.store.internal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the lanes within their limits, beside the journal thread, which must not wait for it. */
final class KeeperThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(KeeperThread.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<LaneKeeper> keepers;
  private boolean closing;

  KeeperThread(List<LaneKeeper> keepers) {
    super("journal-keeper");
    this.keepers = List.copyOf(keepers);
    setDaemon(true);
  }

  /** Ends it once it is done with what it does. */
  void end() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    CommitThread.join(this);
  }

  @Override
  public void run() {
    while (await()) {
      for (LaneKeeper keeper : keepers) {
        try {
          keeper.keep();
        } catch (IOException e) {
          // The append that finds no room gives the oldest up, and says what does not work.
          LOG.debug("The journal's oldest cannot be thinned", e);
        } catch (RuntimeException e) {
          LOG.error("The journal's keeper failed unexpectedly and goes on", e);
        }
      }
    }
  }

  private synchronized boolean await() {
    long end = System.nanoTime() + INTERVAL_NANOS;
    long left = INTERVAL_NANOS;
    while (!closing && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Nobody but the journal has a reason to interrupt this thread, and it does not.
        LOG.debug("Interrupted", e);
      }
      left = end - System.nanoTime();
    }
    return !closing;
  }
}
