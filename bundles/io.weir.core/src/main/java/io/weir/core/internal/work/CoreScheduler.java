package io.weir.core.internal.work;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scheduler on its thread {@code weir-core}; it also waits for file events and retries. */
@Component
public final class CoreScheduler implements Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(CoreScheduler.class);

  private final ScheduledThreadPoolExecutor executor;

  @Activate
  public CoreScheduler() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "weir-core");
              thread.setDaemon(true);
              return thread;
            },
            // After the end there is nobody left to run a task for.
            (task, ended) -> LOG.debug("A task came after the end of the scheduler"));
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> guarded(task));
  }

  @Override
  public Task every(Duration period, Runnable task) {
    long nanos = period.toNanos();
    ScheduledFuture<?> future =
        executor.scheduleWithFixedDelay(() -> guarded(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Deactivate
  void deactivate() {
    executor.shutdownNow();
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A background task failed", e);
    }
  }
}
