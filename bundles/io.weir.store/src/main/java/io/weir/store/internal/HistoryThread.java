package io.weir.store.internal;

import io.weir.api.store.JournalEntry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history thread: keeps the {@link Compactor} going. What fails is tried again after a while;
 * meanwhile the samples stay in memory and in the journal.
 */
final class HistoryThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryThread.class);
  private static final long RETRY_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 1_000;

  /** Opens the database, and puts a damaged one away for a new one. */
  interface Opener {
    /** Begins with the database, if it can be opened. */
    void open() throws IOException;

    /** A new database for a damaged one. */
    ChunkStore replace(SQLException damage) throws IOException;
  }

  /** Work for somebody who waits for it. */
  interface Task {
    boolean run(ChunkStore store) throws SQLException;
  }

  private static final long TASK_SECONDS = 60;

  private final Compactor compactor;
  private final HistoryStatus status;
  private final Opener opener;
  private final List<Chore> chores;
  private final LongSupplier now;
  private @Nullable JournalEntry held;
  private @Nullable SQLException damage;
  private @Nullable ChunkStore damagedStore;
  private @Nullable Call call;
  private boolean woken;
  private boolean closing;

  /**
   * @param chores what is done when there is nothing to store
   * @param now epoch microseconds
   */
  HistoryThread(
      Compactor compactor,
      HistoryStatus status,
      Opener opener,
      List<Chore> chores,
      LongSupplier now) {
    super("history");
    this.compactor = compactor;
    this.status = status;
    this.opener = opener;
    this.chores = chores;
    this.now = now;
    setDaemon(true);
  }

  /** A task and what becomes of it. */
  private static final class Call {
    private final Task task;
    private final CompletableFuture<Boolean> result = new CompletableFuture<>();

    Call(Task task) {
      this.task = task;
    }
  }

  /** Runs a task between two of this thread's own and returns what it returned. */
  boolean call(Task task) throws IOException {
    Call mine = new Call(task);
    synchronized (this) {
      if (closing || call != null) {
        throw new IOException("the history is busy with something like it, or closed");
      }
      call = mine;
      woken = true;
      notifyAll();
    }
    try {
      return mine.result.get(TASK_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the history cannot be thinned: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the history is busy", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      synchronized (this) {
        if (call == mine) {
          call = null;
        }
      }
    }
  }

  /** Says that a query found this database damaged. */
  synchronized void damaged(ChunkStore store, SQLException found) {
    damagedStore = store;
    damage = found;
    if (Thread.currentThread() != this) {
      woken = true;
      notifyAll();
    }
  }

  /** Says that there is something to read. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Stores what there is and ends. */
  void end() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    boolean going = true;
    while (going) {
      runCall();
      long pause = IDLE_MILLIS;
      try {
        pause = step() ? 1 : IDLE_MILLIS;
      } catch (SQLException e) {
        pause = failed(e);
      } catch (IOException e) {
        status.failing(String.valueOf(e.getMessage()));
        pause = RETRY_MILLIS;
      } catch (RuntimeException e) {
        // Without this thread the journal would fill up: say so and go on.
        LOG.error("The history failed unexpectedly", e);
        status.failing("the history failed unexpectedly: " + e);
        pause = RETRY_MILLIS;
      }
      going = await(pause);
    }
    runCall();
    try {
      compactor.flush();
    } catch (SQLException | IOException e) {
      status.failing("the history cannot be written at the end: " + e.getMessage());
    }
  }

  /** Takes entries until there is none, or one that must wait, which is held; then does a chore. */
  private boolean step() throws SQLException, IOException {
    ChunkStore store = compactor.store();
    if (store == null) {
      opener.open();
      return true;
    }
    SQLException found = takeDamage(store);
    if (found != null) {
      throw found;
    }
    if (held == null) {
      held = compactor.next();
    }
    while (held != null && compactor.isSettled(held) && !isClosing()) {
      compactor.take(held);
      held = null;
      held = compactor.next();
    }
    if (held == null) {
      compactor.flushIfDue();
    }
    boolean isBusy = false;
    for (Chore chore : chores) {
      isBusy |= !isClosing() && chore.step(store, now.getAsLong());
    }
    status.works();
    return isBusy;
  }

  private void runCall() {
    Call next;
    synchronized (this) {
      next = call;
      call = null;
    }
    if (next == null) {
      return;
    }
    ChunkStore store = compactor.store();
    try {
      next.result.complete(store != null && next.task.run(store));
    } catch (SQLException | RuntimeException e) {
      next.result.completeExceptionally(e);
    }
  }

  /** What queries found; what they found of another one that is away already does not count. */
  private synchronized @Nullable SQLException takeDamage(ChunkStore store) {
    SQLException found = damagedStore == store ? damage : null;
    damage = null;
    damagedStore = null;
    return found;
  }

  private long failed(SQLException e) {
    status.failing("the history cannot be written: " + e.getMessage());
    if (!ChunkStores.isDamage(e)) {
      return RETRY_MILLIS;
    }
    try {
      compactor.use(opener.replace(e));
      return 1;
    } catch (IOException failure) {
      status.failing(String.valueOf(failure.getMessage()));
      ChunkStore store = compactor.store();
      if (store != null) {
        // It is closed: nothing but another try to replace it can follow.
        damaged(store, e);
      }
      return RETRY_MILLIS;
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  /** Waits until there may be something to do; false to end. */
  private synchronized boolean await(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = end - System.nanoTime();
    while (!woken && !closing && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // Nobody but the history has a reason to interrupt this thread, and it does not.
        closing = true;
      }
      left = end - System.nanoTime();
    }
    woken = false;
    return !closing;
  }
}
