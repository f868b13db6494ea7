package io.weir.web.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens on another thread. */
final class Waiting {
  private Waiting() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 30 s in vain");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
