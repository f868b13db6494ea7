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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bus on its thread {@code weir-bus-<name>}. Any thread. */
public final class BusThread {
  private static final Logger LOG = LoggerFactory.getLogger(BusThread.class);
  private static final long PATIENCE_MS = 5_000;

  private final Driver driver;
  private final GatewayClock clock;
  private final BusInbox inbox;
  private final Bus bus;
  private final Thread thread;

  BusThread(
      String name, Driver driver, GatewayClock clock, BusOutput.Sink sink, StatusBoard board) {
    this.driver = driver;
    this.clock = clock;
    inbox = new BusInbox(name);
    bus = new Bus(name, driver, clock, sink, board, inbox);
    thread = new Thread(this::run, "weir-bus-" + name);
    thread.start();
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

  /** Ends the thread; afterwards the driver is not used any more. */
  void stop() throws InterruptedException {
    inbox.stop();
    thread.join(PATIENCE_MS);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join();
    }
  }

  private void run() {
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
        inbox.await(bus.step(), clock);
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted, it ends", thread.getName());
    } catch (RuntimeException e) {
      LOG.error("{} failed, the connection is closed", thread.getName(), e);
    }
    close();
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
      LOG.debug("The pipeline ended before {}", thread.getName());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
