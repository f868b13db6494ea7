package io.weir.core.internal.work;

import java.time.Duration;

/** Runs small tasks beside the sample path, one at a time. Any thread. */
public interface Scheduler {
  /** Runs the task soon. */
  void execute(Runnable task);

  /** Runs the task again and again, first after one period, until closed. */
  Task every(Duration period, Runnable task);

  /** A task that goes on until it is closed. */
  interface Task extends AutoCloseable {
    @Override
    void close();
  }
}
