package io.weir.core.internal.bus;

import io.weir.core.internal.registry.DeviceRemark;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a bus from other threads; it ends the rest of a bus that has nothing to do. Any
 * thread.
 *
 * <pre>
 *   at work --(rest, nothing is asked)--> resting --(asked, or roused)--> at work
 * </pre>
 */
final class BusInbox {
  private static final int MAX_WRITES = 256;
  private static final int MAX_TASKS = 16;

  private final String name;
  private final Runnable begin;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<WriteRequest> writes = new ArrayDeque<>();
  private final ArrayDeque<BusTask> tasks = new ArrayDeque<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private @Nullable List<ResolvedDevice> plan;
  private boolean resting = true;
  private @Nullable Map<String, DeviceRemark> remarks;
  private boolean stopping;

  /**
   * Of the connection with this name, whose bus rests.
   *
   * @param begin has the bus go on; called when its rest ends, never twice for one rest
   */
  BusInbox(String name, Runnable begin) {
    this.name = name;
    this.begin = begin;
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
    } finally {
      lock.unlock();
    }
    rouse();
    return null;
  }

  /** The devices to poll from now on. */
  void configure(List<ResolvedDevice> devices) {
    lock.lock();
    try {
      plan = devices;
    } finally {
      lock.unlock();
    }
    rouse();
  }

  /** What the connection says of its devices from now on. */
  void remark(Map<String, DeviceRemark> newRemarks) {
    lock.lock();
    try {
      remarks = newRemarks;
    } finally {
      lock.unlock();
    }
    rouse();
  }

  /** The driver has rows to give. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      rouse();
    }
  }

  /** Nothing more is taken, and nothing is waited for. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
    rouse();
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

  /**
   * Lets the bus rest, unless something is asked already.
   *
   * @param alarm sets what rouses it later; done before anybody can rouse it
   * @return whether it rests, and somebody else may have begun its next turn
   */
  boolean rest(Runnable alarm) {
    lock.lock();
    try {
      if (stopping || isAsked()) {
        return false;
      }
      alarm.run();
      resting = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the rest of the bus, if it rests. */
  void rouse() {
    lock.lock();
    try {
      if (!resting) {
        return;
      }
      resting = false;
    } finally {
      lock.unlock();
    }
    begin.run();
  }
}
