package io.weir.api.uplink;

import io.weir.api.runtime.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a {@link Destination} whose protocol blocks: it connects, sends one thing after
 * another in the order they were handed over, and begins again with backoff after a loss. It keeps
 * the contract of the listener: nothing is told inside {@link #offer}, nothing of a connection
 * after its loss, nothing at all after {@link #stop}.
 *
 * @param <T> what is sent
 */
public final class DestinationThread<T> {
  private static final long END_MILLIS = 5_000;

  /** What blocks. On the thread, but for {@link #abort}. */
  public interface Work<T> {
    /**
     * Returns when the destination can be reached.
     *
     * @throws IOException saying why it cannot
     */
    void connect() throws IOException;

    /**
     * Sends one thing, and returns when the destination has it for good.
     *
     * @throws RefusedException if the destination does not take it
     * @throws IOException if the connection is lost, whatever became of what was sent
     */
    void send(T what) throws IOException, RefusedException;

    /** After a connection that could be made. Never throws. */
    void disconnect();

    /** Ends a call that blocks, soon. Any thread; never throws. */
    void abort();
  }

  private record Parcel<T>(long ticket, T what) {}

  private final String name;
  private final Work<T> work;
  private final int window;
  private final Backoff backoff;
  private final long idleNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Parcel<T>> parcels = new ArrayDeque<>();
  private @Nullable Run run;

  /** One run from start to stop. Guarded by the lock. */
  private final class Run {
    private final Destination.Listener listener;
    private final Thread thread;
    private boolean open;
    private boolean ended;

    Run(Destination.Listener listener) {
      this.listener = listener;
      thread = new Thread(() -> live(this), name);
      thread.setDaemon(true);
    }
  }

  /**
   * @param name the thread's
   * @param window most things that are handed over and not answered
   * @param backoff between tries to connect
   * @param idle after so long without anything to send, {@link Work#connect} is asked again whether
   *     the destination is still there
   */
  public DestinationThread(String name, Work<T> work, int window, Backoff backoff, Duration idle) {
    this.name = name;
    this.work = work;
    this.window = window;
    this.backoff = backoff;
    this.idleNanos = idle.toNanos();
  }

  /** As {@link Destination#start}. */
  public void start(Destination.Listener listener) {
    stop();
    Run started = new Run(listener);
    lock.lock();
    try {
      run = started;
    } finally {
      lock.unlock();
    }
    started.thread.start();
  }

  /** Hands over one thing; without a connection it is dropped, and its ticket has ended. */
  public void offer(long ticket, T what) {
    lock.lock();
    try {
      if (run != null && run.open) {
        parcels.add(new Parcel<>(ticket, what));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link Destination#window}. */
  public int window() {
    return window;
  }

  /** As {@link Destination#stop}. */
  public void stop() {
    Thread thread;
    lock.lock();
    try {
      Run last = run;
      run = null;
      if (last == null) {
        return;
      }
      last.ended = true;
      last.open = false;
      parcels.clear();
      thread = last.thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    work.abort();
    thread.interrupt();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live(Run self) {
    try {
      while (!isEnded(self)) {
        String reason = connection(self);
        lock.lock();
        try {
          self.open = false;
          parcels.clear();
          if (!self.ended) {
            self.listener.disconnected(reason);
          }
        } finally {
          lock.unlock();
        }
        pause(self);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lives through one connection; returns why it ended. */
  private String connection(Run self) throws InterruptedException {
    try {
      work.connect();
    } catch (IOException e) {
      return reason(e);
    }
    try {
      tell(
          self,
          () -> {
            self.open = true;
            self.listener.connected();
          });
      while (!isEnded(self)) {
        Parcel<T> parcel = next(self);
        if (parcel == null) {
          work.connect();
        } else {
          send(self, parcel);
        }
      }
      return "stopped";
    } catch (IOException e) {
      return reason(e);
    } finally {
      work.disconnect();
    }
  }

  private void send(Run self, Parcel<T> parcel) throws IOException {
    try {
      work.send(parcel.what());
      backoff.reset();
      tell(self, () -> self.listener.acknowledged(parcel.ticket()));
    } catch (RefusedException e) {
      tell(self, () -> refused(self, parcel, e));
    }
  }

  /** What waits behind a thing that is refused for now would overtake it. */
  private void refused(Run self, Parcel<T> parcel, RefusedException refusal) {
    String reason = String.valueOf(refusal.getMessage());
    self.listener.failed(parcel.ticket(), refusal.isPermanent(), reason);
    while (!refusal.isPermanent() && !parcels.isEmpty()) {
      self.listener.failed(parcels.remove().ticket(), false, reason);
    }
  }

  private @Nullable Parcel<T> next(Run self) throws InterruptedException {
    lock.lock();
    try {
      long left = idleNanos;
      while (parcels.isEmpty() && !self.ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return parcels.poll();
    } finally {
      lock.unlock();
    }
  }

  private void tell(Run self, Runnable what) {
    lock.lock();
    try {
      if (!self.ended) {
        what.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnded(Run self) {
    lock.lock();
    try {
      return self.ended;
    } finally {
      lock.unlock();
    }
  }

  private void pause(Run self) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MICROSECONDS.toNanos(backoff.nextMicros());
      while (!self.ended && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
