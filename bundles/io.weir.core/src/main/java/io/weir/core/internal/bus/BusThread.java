package io.weir.core.internal.bus;

import io.weir.api.driver.Driver;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.registry.DeviceRemark;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bus and the thread it runs on: one of the crew's, called {@code weir-bus-<name>} for a turn,
 * which lasts until there is nothing to do for now. Any thread.
 */
public final class BusThread {
  private static final Logger LOG = LoggerFactory.getLogger(BusThread.class);
  private static final long PATIENCE_MS = 5_000;

  private final Driver driver;
  private final GatewayClock clock;
  private final BusInbox inbox;
  private final Bus bus;
  private final BusCrew crew;
  private final String name;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Rouses the bus for its next poll. Confined to the turns. */
  private @Nullable Future<?> alarm;

  /** Whom to interrupt if the bus does not end. */
  private @Nullable Thread runner;

  BusThread(
      String name,
      Driver driver,
      GatewayClock clock,
      BusCrew crew,
      BusOutput.Sink sink,
      StatusBoard board) {
    this.name = name;
    this.driver = driver;
    this.clock = clock;
    this.crew = crew;
    inbox = new BusInbox(name, () -> crew.run(name, this::turn));
    bus = new Bus(name, driver, clock, sink, board, inbox);
    inbox.rouse();
  }

  Driver driver() {
    return driver;
  }

  /** The devices that do not answer. */
  Set<String> silent() {
    return bus.silent();
  }

  /** Polls these devices from now on. */
  void configure(List<ResolvedDevice> devices) {
    inbox.configure(devices);
  }

  /** Takes over what the connection says of its devices, by id. */
  void remark(Map<String, DeviceRemark> remarks) {
    inbox.remark(remarks);
  }

  /** Has a value written ahead of the next poll; a full queue or an ended bus ends it at once. */
  public void write(WriteRequest request) {
    String refusal = inbox.offer(request);
    if (refusal != null) {
      request.finish(Outcome.FAILED, refusal);
    }
  }

  /** Has a task done when no poll is due; a full queue or an ended bus ends it at once. */
  void run(BusTask task) {
    String refusal = inbox.offer(task);
    if (refusal != null) {
      task.refuse(refusal);
    }
  }

  /** Ends the bus; afterwards the driver is not used any more. */
  void stop() throws InterruptedException {
    inbox.stop();
    if (!ended.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
      interrupt();
      ended.await();
    }
  }

  private synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }

  private synchronized void runOn(@Nullable Thread thread) {
    runner = thread;
  }

  private void turn() {
    runOn(Thread.currentThread());
    if (alarm != null) {
      alarm.cancel(false);
    }
    boolean rests = false;
    try {
      rests = work();
    } finally {
      if (!rests) {
        runOn(null);
        ended.countDown();
      }
    }
  }

  /** Steps until the bus rests, which returns true, or has ended. */
  private boolean work() {
    try {
      while (!inbox.isStopping()) {
        List<ResolvedDevice> devices = inbox.takePlan();
        if (devices != null) {
          bus.configure(devices);
        }
        Map<String, DeviceRemark> remarks = inbox.takeRemarks();
        if (remarks != null) {
          bus.remark(remarks);
        }
        if (rests(bus.step())) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The bus {} was interrupted, it ends", name);
    } catch (RuntimeException e) {
      LOG.error("The bus {} failed, the connection is closed", name, e);
    }
    close();
    return false;
  }

  /** Rests until a moment if there is nothing to do before; then the next turn may have begun. */
  private boolean rests(long until) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long micros = until - clock.micros();
    if (micros <= 0) {
      return false;
    }
    runOn(null); // The thread may be another bus's next.
    boolean rests = inbox.rest(() -> alarm = until == Long.MAX_VALUE ? null : alarmIn(micros));
    if (!rests) {
      runOn(Thread.currentThread());
    }
    return rests;
  }

  private Future<?> alarmIn(long micros) {
    return crew.after(micros, inbox::rouse);
  }

  private void close() {
    // What was read is handed on also after an interrupt.
    boolean interrupted = Thread.interrupted();
    inbox.stop();
    try {
      bus.close();
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IllegalStateException e) {
      LOG.debug("The pipeline ended before the bus {}", name);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
