package io.weir.uplink.internal;

import io.weir.api.uplink.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What happened while the pump's thread was busy or asleep. Any thread; never blocks the caller.
 *
 * <p>Bounded by itself: there is at most one answer for each message in flight, and of any number
 * of losses and returns of the connection only the fact of a loss and the last state are kept. That
 * is enough, because nothing is published between them before the pump has looked here.
 */
final class Mailbox implements Destination.Listener {
  /** What became of one message; no reason means that it was taken. */
  record Answer(long ticket, boolean permanent, @Nullable String reason) {}

  /**
   * @param answers answers to messages published before any loss
   * @param lost why the connection was lost, null when it was not
   * @param connected whether there is a connection after all of that; null if nothing changed
   */
  record Mail(List<Answer> answers, @Nullable String lost, @Nullable Boolean connected) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private List<Answer> answers = new ArrayList<>();
  private @Nullable String lost;
  private @Nullable Boolean connected;
  private boolean woken;
  private boolean stopped;

  @Override
  public void connected() {
    post(() -> connected = true);
  }

  @Override
  public void disconnected(String reason) {
    post(
        () -> {
          connected = false;
          lost = reason;
        });
  }

  @Override
  public void acknowledged(long ticket) {
    post(() -> answers.add(new Answer(ticket, false, null)));
  }

  @Override
  public void failed(long ticket, boolean permanent, String reason) {
    post(() -> answers.add(new Answer(ticket, permanent, reason)));
  }

  /** Makes {@link #await} return. */
  void wake() {
    post(() -> {});
  }

  /** Makes {@link #await} return, now and from now on. */
  void stop() {
    post(() -> stopped = true);
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out everything that has arrived. */
  Mail take() {
    lock.lock();
    try {
      Mail mail = new Mail(answers, lost, connected);
      if (!answers.isEmpty()) {
        answers = new ArrayList<>();
      }
      lost = null;
      connected = null;
      woken = false;
      return mail;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to arrive, at most so long. */
  void await(long micros) throws InterruptedException {
    lock.lock();
    try {
      long left =
          micros >= Long.MAX_VALUE / 1_000 ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(micros);
      while (!woken && !stopped && left > 0) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void post(Runnable change) {
    lock.lock();
    try {
      change.run();
      woken = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
