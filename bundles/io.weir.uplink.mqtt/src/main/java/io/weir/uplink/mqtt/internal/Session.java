package io.weir.uplink.mqtt.internal;

import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Message;
import io.weir.mqtt.Link;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One run of the transport from start to stop: connects, tells the broker that the gateway is
 * online, waits for the end of the connection, and begins again after a while.
 *
 * <p>Its thread {@code weir-mqtt-<name>} does all that blocks. The listener is called under the
 * lock, by that thread and the client library's, so that nothing of a connection is told after its
 * loss, and nothing at all after the end.
 */
final class Session {
  private static final long STATE_TICKET = Long.MIN_VALUE;
  private static final long STATE_SECONDS = 10;
  private static final long FAREWELL_SECONDS = 2;
  private static final long END_MILLIS = 5_000;

  private final Settings settings;
  private final GatewayClock clock;
  private final Backoff backoff;
  private final Destination.Listener listener;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;
  private volatile @Nullable Connection current;

  Session(
      String name,
      Settings settings,
      GatewayClock clock,
      Backoff backoff,
      Destination.Listener listener) {
    this.settings = settings;
    this.clock = clock;
    this.backoff = backoff;
    this.listener = listener;
    thread = new Thread(this::run, "weir-mqtt-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  void publish(long ticket, Message message) {
    Connection connection = current;
    if (connection != null) {
      connection.publish(ticket, message);
    }
  }

  int window() {
    Connection connection = current;
    return connection == null ? 1 : connection.window();
  }

  /** Ends the session; waits for the good-bye, but not for a broker that does not answer. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isEnded()) {
        Connection connection = new Connection();
        String reason = connection.run();
        lock.lock();
        try {
          current = null;
          if (!ended) {
            listener.disconnected(reason);
          }
        } finally {
          lock.unlock();
        }
        connection.close();
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MICROSECONDS.toNanos(backoff.nextMicros());
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private record Refusal(long ticket, String reason) {}

  /** One connection and what is known of it, guarded by the session's lock. */
  private final class Connection implements Link.Listener {
    private volatile @Nullable Link link;
    private @Nullable String lost;
    private boolean stateTaken;
    private boolean farewell;

    /** Messages too large for the broker, at most one for each ticket in flight. */
    private final Deque<Refusal> refusals = new ArrayDeque<>();

    /** Runs until the connection is lost or the session ends; returns why. */
    String run() throws InterruptedException {
      try {
        Link opened = Link.of(settings.link(), this);
        link = opened;
        opened.connect(settings.will());
        if (!tell(true, STATE_SECONDS)) {
          return whyLost("the broker does not take the gateway's state");
        }
      } catch (IOException e) {
        return settings.url() + ": " + e.getMessage();
      } catch (RuntimeException e) {
        return settings.url() + ": the client library fails with " + e;
      }
      serve();
      if (isEnded()) {
        try {
          farewell = tell(false, FAREWELL_SECONDS);
        } catch (IOException e) {
          farewell = false; // the broker publishes the will
        }
      }
      return whyLost("stopped");
    }

    void publish(long ticket, Message message) {
      Link to = link;
      if (to == null) {
        return;
      }
      try {
        to.publish(ticket, settings.publication(message));
      } catch (Link.MessageTooLargeException e) {
        change(() -> refusals.add(new Refusal(ticket, String.valueOf(e.getMessage()))));
      } catch (IOException e) {
        lost("connection lost: " + e.getMessage());
      }
    }

    int window() {
      Link of = link;
      return of == null ? 1 : of.window();
    }

    void close() {
      Link last = link;
      if (last != null) {
        last.close(farewell);
      }
    }

    @Override
    public void acknowledged(long ticket) {
      change(
          () -> {
            if (ticket == STATE_TICKET) {
              stateTaken = true;
            } else if (current == this && !ended) {
              backoff.reset();
              listener.acknowledged(ticket);
            }
          });
    }

    @Override
    public void refused(long ticket, boolean permanent, String reason) {
      change(
          () -> {
            if (ticket == STATE_TICKET) {
              lost = settings.topicOf(GatewayState.KIND) + ": " + reason;
            } else if (current == this && !ended) {
              listener.failed(ticket, permanent, reason);
            }
          });
    }

    @Override
    public void lost(String reason) {
      change(
          () -> {
            if (lost == null) {
              lost = reason;
            }
          });
    }

    /** Publishes the state and waits until the broker has it. */
    private boolean tell(boolean online, long seconds) throws IOException, InterruptedException {
      Link to = link;
      if (to == null) {
        return false;
      }
      change(() -> stateTaken = false);
      to.publish(
          STATE_TICKET, settings.publication(GatewayState.message(online, clock.epochMicros())));
      lock.lock();
      try {
        long left = TimeUnit.SECONDS.toNanos(seconds);
        while (!stateTaken && lost == null && left > 0 && !(online && ended)) {
          left = changed.awaitNanos(left);
        }
        return stateTaken && lost == null;
      } finally {
        lock.unlock();
      }
    }

    /** Tells the listener, and waits for the end. */
    private void serve() throws InterruptedException {
      lock.lock();
      try {
        if (ended || lost != null) {
          return;
        }
        current = this;
        listener.connected();
        while (!ended && lost == null) {
          for (Refusal each = refusals.poll(); each != null; each = refusals.poll()) {
            listener.failed(each.ticket(), true, each.reason());
          }
          changed.await();
        }
      } finally {
        lock.unlock();
      }
    }

    private String whyLost(String unknown) {
      lock.lock();
      try {
        return settings.url() + ": " + (lost == null ? unknown : lost);
      } finally {
        lock.unlock();
      }
    }

    private void change(Runnable change) {
      lock.lock();
      try {
        change.run();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
