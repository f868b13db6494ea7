package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way into the pipeline and the pool of batches. Two lines of the same length: one for
 * what buses poll, one for what others push, so that the pushed one can be closed for a while.
 * Whoever finds a line full waits. Any thread in, the pipeline thread out.
 */
final class Intake {
  private static final int ROWS = 256;
  private static final int POOLED = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final int capacity;
  private final ArrayDeque<Batch> polled;
  private final ArrayDeque<Batch> pushed;
  private final ArrayDeque<Batch> pool = new ArrayDeque<>(POOLED);
  private boolean pushedNext;
  private boolean closed;

  /**
   * @param capacity most batches waiting in each line
   */
  Intake(int capacity) {
    this.capacity = capacity;
    polled = new ArrayDeque<>(capacity);
    pushed = new ArrayDeque<>(capacity);
  }

  Batch borrow() {
    lock.lock();
    try {
      Batch batch = pool.pollLast();
      return batch == null ? new Batch(ROWS) : batch;
    } finally {
      lock.unlock();
    }
  }

  void recycle(Batch batch) {
    batch.clear();
    lock.lock();
    try {
      if (pool.size() < POOLED) {
        pool.addLast(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  void putPolled(Batch batch) throws InterruptedException {
    put(polled, batch);
  }

  void putPushed(Batch batch) throws InterruptedException {
    put(pushed, batch);
  }

  private void put(ArrayDeque<Batch> line, Batch batch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (line.size() >= capacity && !closed) {
        notFull.await();
      }
      if (closed) {
        throw new IllegalStateException("The gateway is stopping; the batch was not taken");
      }
      line.addLast(batch);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next batch, or null when there is none within the time, or none left after closing. */
  @Nullable Batch take(long micros, boolean pushedToo) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = TimeUnit.MICROSECONDS.toNanos(micros);
      Batch batch = next(pushedToo);
      while (batch == null && !closed && nanos > 0) {
        nanos = notEmpty.awaitNanos(nanos);
        batch = next(pushedToo);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Batch next(boolean pushedToo) {
    Batch batch = pushedToo && pushedNext ? pushed.pollFirst() : null;
    if (batch == null) {
      batch = polled.pollFirst();
    }
    if (batch == null && pushedToo) {
      batch = pushed.pollFirst();
    }
    pushedNext = !pushedNext;
    if (batch != null) {
      notFull.signalAll();
    }
    return batch;
  }

  /** Takes nothing more; what is in can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all there is. */
  List<Batch> drain() {
    lock.lock();
    try {
      List<Batch> all = new ArrayList<>(polled);
      all.addAll(pushed);
      polled.clear();
      pushed.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return polled.size() + pushed.size();
    } finally {
      lock.unlock();
    }
  }
}
