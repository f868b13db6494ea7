package io.weir.uplink.sparkplug.internal;

import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.uplink.Destination;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One run of the uplink from start to stop: one {@link Connection} after the other, along the list
 * of servers.
 *
 * <pre>
 *            connected, host online           host offline, next server: deaths
 *  walking ──────────────────────────► born ──────────────────────────────────► walking at once
 *   ▲  │ refused, host offline          │ lost
 *   └──┘ after all servers: a pause     └──────────────────────────────────────► walking
 * </pre>
 *
 * <p>Its thread {@code weir-sparkplug-<name>} does all that blocks. The lock guards the edge node;
 * whoever holds it sends, so that messages leave in the order of their numbers.
 */
final class Session {
  private static final long END_MILLIS = 5_000;

  /** Makes the connection to the server of this place in the list. */
  interface Connections {
    Connection to(int server);
  }

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();

  private final Settings settings;
  private final Backoff backoff;
  private final Destination.Listener listener;
  private final StatusBoard.Part part;
  private final Thread thread;
  private @Nullable Connections connections;
  private boolean ended;
  private volatile @Nullable Connection current;

  Session(
      String name,
      Settings settings,
      Backoff backoff,
      Destination.Listener listener,
      StatusBoard.Part part) {
    this.settings = settings;
    this.backoff = backoff;
    this.listener = listener;
    this.part = part;
    thread = new Thread(this::run, "weir-sparkplug-" + name);
    thread.setDaemon(true);
  }

  void start(Connections made) {
    connections = made;
    thread.start();
  }

  /** The connection that takes batches; null while there is none. */
  @Nullable Connection current() {
    return current;
  }

  /** Ends the session; waits for the good-bye, but not for a server that does not answer. */
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
    int server = 0;
    int failures = 0;
    int servers = settings.servers().size();
    try {
      while (!isEnded()) {
        Connection connection = connections == null ? null : connections.to(server);
        if (connection == null) {
          return;
        }
        Connection.End end = connection.run();
        told(end.reason());
        connection.close();
        server = (server + 1) % servers;
        int before = end.wasBorn() ? 0 : failures;
        failures = end.isWanted() ? 0 : before + 1;
        if (failures > 0 && failures % servers == 0) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(String reason) {
    lock.lock();
    try {
      current = null;
      if (!ended) {
        listener.disconnected(reason);
        part.status(State.ERROR, "comm", reason);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The configuration of devices changed. Any thread. */
  void reviewed(Connection.Review review) {
    lock.lock();
    try {
      review.isNew = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isEnded() {
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

  // ---- what a connection tells; with the lock held

  void waiting(String why) {
    if (!ended) {
      listener.disconnected(why);
      part.status(State.STARTING, "host", why);
    }
  }

  void opened(Connection connection) {
    if (!ended) {
      current = connection;
      listener.connected();
      part.ok();
    }
  }

  void acknowledged(Connection connection, long ticket) {
    if (current == connection && !ended) {
      backoff.reset();
      listener.acknowledged(ticket);
    }
  }

  void failed(Connection connection, long ticket, String reason) {
    if (current == connection && !ended) {
      listener.failed(ticket, true, reason);
    }
  }
}
