package io.weir.store.internal;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a thread does between its rounds: wait until it is time, it is woken, or it is to end. */
final class Pause {
  private static final Logger LOG = LoggerFactory.getLogger(Pause.class);

  private boolean woken;
  private boolean over;

  /** Waits for so long at most; false to end. */
  synchronized boolean await(long nanos) {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (!over && !woken && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Nobody but the store has a reason to interrupt its threads, and it does not.
        LOG.debug("Interrupted", e);
      }
      left = end - System.nanoTime();
    }
    woken = false;
    return !over;
  }

  /** Makes the next round come now. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Ends the thread once its round is done, and waits for that. */
  void end(Thread thread) {
    synchronized (this) {
      over = true;
      notifyAll();
    }
    CommitThread.join(thread);
  }
}
