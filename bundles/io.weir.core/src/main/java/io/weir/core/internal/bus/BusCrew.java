package io.weir.core.internal.bus;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that buses share, and the clock that wakes them. Any thread.
 *
 * <p>A bus has a thread while it does something and none while it waits for its next poll: a
 * hundred connections that are polled once a second take two or three, and a hundred that wait for
 * dead devices a hundred. There is no queue, so that no bus waits for another one.
 */
public final class BusCrew implements AutoCloseable {
  private static final String IDLE = "weir-bus";
  private static final long KEEP_SECONDS = 10;

  /** Never more than there are buses: each runs one turn at a time. */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          1,
          Integer.MAX_VALUE,
          KEEP_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          turn -> new Thread(turn, IDLE));

  private final ScheduledThreadPoolExecutor alarms =
      new ScheduledThreadPoolExecutor(1, alarm -> new Thread(alarm, "weir-bus-alarm"));

  /** Without threads yet. */
  public BusCrew() {
    alarms.setRemoveOnCancelPolicy(true);
  }

  /** Runs a turn at once, on a thread that bears the name meanwhile. */
  void run(String name, Runnable turn) {
    threads.execute(
        () -> {
          Thread thread = Thread.currentThread();
          thread.setName(IDLE + "-" + name);
          try {
            turn.run();
          } finally {
            thread.setName(IDLE);
          }
        });
  }

  /** Does something small after so many microseconds. */
  Future<?> after(long micros, Runnable alarm) {
    return alarms.schedule(alarm, micros, TimeUnit.MICROSECONDS);
  }

  /** Ends the threads; the buses have ended before. */
  @Override
  public void close() {
    alarms.shutdownNow();
    threads.shutdown();
  }
}
