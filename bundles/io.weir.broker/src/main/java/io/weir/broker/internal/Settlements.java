package io.weir.broker.internal;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings receipts, of which a commit has hundreds, to the front's thread in one piece, and sends
 * what they release in one piece to each client. Holds no more than there are unacknowledged
 * messages.
 */
final class Settlements {
  private final Executor front;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private final Set<Channel> unflushed = new LinkedHashSet<>();

  Settlements(Executor front) {
    this.front = front;
  }

  /** Has it run on the front's thread. Any thread. */
  void add(Runnable settlement) {
    waiting.add(settlement);
    if (due.compareAndSet(false, true)) {
      try {
        front.execute(this::run);
      } catch (RejectedExecutionException e) {
        waiting.clear(); // The front has ended, and so have its clients.
      }
    }
  }

  private void run() {
    due.set(false);
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
    unflushed.forEach(Channel::flush);
    unflushed.clear();
  }

  /** To be called by a settlement that wrote. */
  void flushAfterwards(Channel client) {
    unflushed.add(client);
  }
}
