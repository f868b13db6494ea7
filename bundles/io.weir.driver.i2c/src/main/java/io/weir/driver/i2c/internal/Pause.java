package io.weir.driver.i2c.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The wait for a conversion. */
interface Pause {
  /** Waits at least so long, or until interrupted. */
  void millis(long millis) throws InterruptedException;

  /** Really waits. */
  static Pause real() {
    return millis -> {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(left);
      }
    };
  }
}
