package io.weir.core.internal.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A scheduler whose time a test moves; tasks run on the test's thread. */
public final class ManualScheduler implements Scheduler {
  private final Queue<Runnable> soon = new ArrayDeque<>();
  private final List<Periodic> periodic = new ArrayList<>();
  private long now;

  @Override
  public void execute(Runnable task) {
    soon.add(task);
  }

  @Override
  public Task every(Duration period, Runnable task) {
    Periodic entry = new Periodic(period.toNanos(), task);
    entry.next = now + entry.period;
    periodic.add(entry);
    return () -> periodic.remove(entry);
  }

  /** Runs what is due now. */
  public void run() {
    for (Runnable task = soon.poll(); task != null; task = soon.poll()) {
      task.run();
    }
  }

  /** Moves time on and runs everything that becomes due. */
  public void advance(Duration duration) {
    now += duration.toNanos();
    run();
    for (Periodic entry : List.copyOf(periodic)) {
      while (entry.next <= now && periodic.contains(entry)) {
        entry.next += entry.period;
        entry.task.run();
        run();
      }
    }
  }

  private static final class Periodic {
    final long period;
    final Runnable task;
    long next;

    Periodic(long period, Runnable task) {
      this.period = period;
      this.task = task;
    }
  }
}
