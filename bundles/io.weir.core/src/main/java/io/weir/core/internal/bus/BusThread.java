package io.weir.core.internal.bus;

import io.weir.api.driver.Driver;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bus on its thread {@code weir-bus-<name>}. Any thread. */
public final class BusThread {
  private static final Logger LOG = LoggerFactory.getLogger(BusThread.class);
  private static final int MAX_WRITES = 256;
  private static final long PATIENCE_MS = 5_000;

  private final String name;
  private final Driver driver;
  private final GatewayClock clock;
  private final Bus bus;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<WriteRequest> writes = new ArrayDeque<>();
  private @Nullable List<ResolvedDevice> plan;
  private boolean stopping;

  BusThread(
      String name, Driver driver, GatewayClock clock, BusOutput.Sink sink, StatusBoard board) {
    this.name = name;
    this.driver = driver;
    this.clock = clock;
    bus = new Bus(name, driver, clock, sink, board, this::nextWrite);
    thread = new Thread(this::run, "weir-bus-" + name);
    thread.start();
  }

  Driver driver() {
    return driver;
  }

  /** Polls these devices from now on. */
  void configure(List<ResolvedDevice> devices) {
    lock.lock();
    try {
      plan = devices;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Has a value written ahead of the next poll; a full queue or an ended bus ends it at once. */
  public void write(WriteRequest request) {
    String refusal = enqueue(request);
    if (refusal != null) {
      request.finish(Outcome.FAILED, refusal);
    }
  }

  private @Nullable String enqueue(WriteRequest request) {
    lock.lock();
    try {
      if (stopping) {
        return "The connection '" + name + "' is being closed";
      }
      if (writes.size() >= MAX_WRITES) {
        return MAX_WRITES + " writes are waiting for the connection '" + name + "' already";
      }
      writes.add(request);
      news.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread; afterwards the driver is not used any more. */
  void stop() throws InterruptedException {
    lock.lock();
    try {
      stopping = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    thread.join(PATIENCE_MS);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join();
    }
  }

  private void run() {
    try {
      while (!isStopping()) {
        configureIfNew();
        await(bus.step());
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
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
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

  private @Nullable WriteRequest nextWrite() {
    lock.lock();
    try {
      return writes.poll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private void configureIfNew() {
    List<ResolvedDevice> devices;
    lock.lock();
    try {
      devices = plan;
      plan = null;
    } finally {
      lock.unlock();
    }
    if (devices != null) {
      bus.configure(devices);
    }
  }

  private void await(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopping && plan == null && writes.isEmpty()) {
        long micros = deadline - clock.micros();
        if (micros <= 0) {
          return;
        }
        news.awaitNanos(TimeUnit.MICROSECONDS.toNanos(micros));
      }
    } finally {
      lock.unlock();
    }
  }
}
