package io.weir.driver.onewire.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one thread of a bus that waits for the kernel, so that the bus thread need not: a read of a
 * sensor's file returns when the kernel is done, and nothing but a signal ends it before. As long
 * as it hangs every other call is refused; there is never a second thread.
 */
final class Helper implements AutoCloseable {
  private final ExecutorService executor;
  private final long timeoutMillis;
  private AtomicBoolean done = new AtomicBoolean(true);
  private String doing = "";

  /** Work that waits for the kernel. */
  interface Work<T> {
    T run() throws DriverException;
  }

  Helper(String name, long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(1),
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Has it done, and waits so long. Bus thread. */
  <T> T call(String what, Work<T> work) throws DriverException {
    if (!done.get()) {
      throw new NoResponseException("the kernel is not done yet with " + doing, null);
    }
    AtomicBoolean isDone = new AtomicBoolean();
    done = isDone;
    doing = what;
    FutureTask<T> future = new FutureTask<>(() -> run(work, isDone));
    executor.execute(
        () -> {
          future.run();
          isDone.set(true); // Also when it was given up before it began.
        });
    try {
      return future.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new NoResponseException(
          what + " took the kernel more than " + timeoutMillis + " ms", e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException cause = new InterruptedIOException("interrupted");
      cause.initCause(e);
      throw new ConnectionException("interrupted during " + what, cause);
    } catch (ExecutionException e) {
      throw cause(what, e);
    } catch (CancellationException e) {
      throw new ConnectionException(what + " was given up", e);
    }
  }

  private static <T> T run(Work<T> work, AtomicBoolean isDone) throws DriverException {
    try {
      return work.run();
    } finally {
      isDone.set(true); // Before the bus thread sees the result and comes with the next call.
    }
  }

  private static DriverException cause(String what, ExecutionException e) {
    if (e.getCause() instanceof DriverException known) {
      return known;
    }
    if (e.getCause() instanceof RuntimeException bug) {
      throw bug;
    }
    return new NoResponseException(what + " failed: " + e.getCause(), e);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
