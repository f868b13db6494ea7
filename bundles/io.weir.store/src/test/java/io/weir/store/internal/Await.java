package io.weir.store.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread does. */
final class Await {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private Await() {}

  /** Returns once the condition holds; fails the test if it does not for very long. */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > PATIENCE) {
        throw new AssertionError("never came true: " + what);
      }
      LockSupport.parkNanos(500_000);
    }
  }
}
