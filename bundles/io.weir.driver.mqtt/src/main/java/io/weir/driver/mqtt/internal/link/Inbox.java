package io.weir.driver.mqtt.internal.link;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to the bus thread. Any thread.
 *
 * <p>Bounded in messages and in bytes. When it is full a message of quality of service 0 is dropped
 * and its topic noted; one that is to be acknowledged waits at the door, which holds up the
 * connection's reader: the broker keeps what follows.
 */
final class Inbox {
  private static final int MAX_NOTED = 1_024;
  private static final long LONGEST_TOPIC = 2L * 65_535;

  private final int maxMessages;
  private final long maxBytes;
  private final LongAdder dropped;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Incoming> messages = new ArrayDeque<>();
  private final Set<String> losers = new HashSet<>();
  private boolean isAnyLost;
  private long bytes;
  private boolean closed;

  /**
   * @param dropped counts messages for which there was no room
   */
  Inbox(int maxMessages, long maxBytes, LongAdder dropped) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
    this.dropped = dropped;
  }

  /** Takes a message, drops it, or waits for room. */
  void add(Incoming message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && isFull(message)) {
        if (message.receipt() == null) {
          drop(message.topic());
          return;
        }
        room.await();
      }
      if (!closed) {
        messages.add(message);
        bytes += size(message);
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a message if there is room for it, or drops it and notes that; never waits. */
  boolean offer(Incoming message) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (isFull(message)) {
        drop(message.topic());
        return false;
      }
      messages.add(message);
      bytes += size(message);
      arrived.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a message of so many bytes, with the longest topic, is not dropped now. */
  boolean hasRoom(int size) {
    lock.lock();
    try {
      return closed
          || messages.isEmpty()
          || (messages.size() < maxMessages && bytes + size + LONGEST_TOPIC <= maxBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a message is not taken at all. */
  void refuse(String topic) {
    lock.lock();
    try {
      drop(topic);
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(Incoming message) {
    return messages.size() >= maxMessages
        || (bytes + size(message) > maxBytes && !messages.isEmpty());
  }

  private void drop(String topic) {
    dropped.increment();
    if (losers.size() < MAX_NOTED) {
      losers.add(topic);
    } else if (!losers.contains(topic)) {
      isAnyLost = true;
    }
    arrived.signalAll();
  }

  private static long size(Incoming message) {
    return message.payload().length + 2L * message.topic().length();
  }

  /** The oldest message, or null. */
  @Nullable Incoming poll() {
    lock.lock();
    try {
      return remove();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest message, waited for so long; null when there is none, or it is closed. */
  @Nullable Incoming poll(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (messages.isEmpty() && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
      return remove();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Incoming remove() {
    Incoming message = messages.poll();
    if (message != null) {
      bytes -= size(message);
      room.signalAll();
    }
    return message;
  }

  Losses takeLosses() {
    lock.lock();
    try {
      if (losers.isEmpty() && !isAnyLost) {
        return Losses.NONE;
      }
      Losses losses = new Losses(losers, isAnyLost);
      losers.clear();
      isAnyLost = false;
      return losses;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes in, and nobody waits any more; what has come can be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
