package io.weir.core.internal.bus;

import io.weir.api.runtime.GatewayClock;
import io.weir.core.internal.registry.DeviceRemark;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is asked of a bus from other threads. Any thread. */
final class BusInbox {
  private static final int MAX_WRITES = 256;
  private static final int MAX_TASKS = 16;

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<WriteRequest> writes = new ArrayDeque<>();
  private final ArrayDeque<BusTask> tasks = new ArrayDeque<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private @Nullable List<ResolvedDevice> plan;
  private @Nullable Map<String, DeviceRemark> remarks;
  private boolean stopping;

  /** Of the connection with this name. */
  BusInbox(String name) {
    this.name = name;
  }

  /** Takes a write; returns null, or why it is not taken. */
  @Nullable String offer(WriteRequest request) {
    return offer(writes, request, MAX_WRITES, "writes");
  }

  /** Takes a task; returns null, or why it is not taken. */
  @Nullable String offer(BusTask task) {
    return offer(tasks, task, MAX_TASKS, "requests");
  }

  private <T> @Nullable String offer(ArrayDeque<T> queue, T order, int most, String what) {
    lock.lock();
    try {
      if (stopping) {
        return "The connection '" + name + "' is being closed";
      }
      if (queue.size() >= most) {
        return most + " " + what + " are waiting for the connection '" + name + "' already";
      }
      queue.add(order);
      news.signal();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The devices to poll from now on. */
  void configure(List<ResolvedDevice> devices) {
    lock.lock();
    try {
      plan = devices;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What the connection says of its devices from now on. */
  void remark(Map<String, DeviceRemark> newRemarks) {
    lock.lock();
    try {
      remarks = newRemarks;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The driver has rows to give. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      lock.lock();
      try {
        news.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Nothing more is taken, and nothing is waited for. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  @Nullable WriteRequest nextWrite() {
    return next(writes);
  }

  @Nullable BusTask nextTask() {
    return next(tasks);
  }

  private <T> @Nullable T next(ArrayDeque<T> queue) {
    lock.lock();
    try {
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasTask() {
    lock.lock();
    try {
      return !tasks.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the driver has woken the bus since the last time this was asked. */
  boolean takeWake() {
    return woken.get() && woken.getAndSet(false);
  }

  /** The devices to poll, if they have been changed. */
  @Nullable List<ResolvedDevice> takePlan() {
    lock.lock();
    try {
      List<ResolvedDevice> taken = plan;
      plan = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** What the connection says of its devices, if that has changed. */
  @Nullable Map<String, DeviceRemark> takeRemarks() {
    lock.lock();
    try {
      Map<String, DeviceRemark> taken = remarks;
      remarks = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAsked() {
    return plan != null || remarks != null || !writes.isEmpty() || !tasks.isEmpty() || woken.get();
  }

  /** Waits until something is asked or a moment in monotonic microseconds has come. */
  void await(long deadline, GatewayClock clock) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopping && !isAsked()) {
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
