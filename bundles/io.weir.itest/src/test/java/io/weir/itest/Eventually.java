package io.weir.itest;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what happens elsewhere, with a bound that a slow machine does not reach. */
final class Eventually {
  private static final Duration BOUND = Duration.ofSeconds(90);

  private Eventually() {}

  /** Waits until the condition holds; what it throws counts as not yet. */
  static void until(String what, Callable<Boolean> condition) {
    var unused = get(what, () -> condition.call() ? true : null);
  }

  /** Waits until there is an answer, and returns it. */
  static <T> T get(String what, Callable<@Nullable T> question) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (true) {
      Throwable failure = null;
      try {
        T answer = question.call();
        if (answer != null) {
          return answer;
        }
      } catch (Exception | AssertionError e) {
        failure = e;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + BOUND.toSeconds() + " s in vain for " + what, failure);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
