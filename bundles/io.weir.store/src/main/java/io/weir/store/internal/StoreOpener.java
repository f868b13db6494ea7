package io.weir.store.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Journal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store, again and again if need be. Until it is open a channel table in memory and a
 * journal that takes nothing stand in, so that live values and rules go on; then everybody who used
 * them begins anew with the real ones.
 *
 * <pre>
 *   opening ── failed ──► standing in ── opened by a later try ──► open
 *      └───────────────── opened ─────────────────────────────────►
 * </pre>
 */
final class StoreOpener implements Closeable {
  /** Makes a service known. */
  interface Registry {
    /** Registers a service; closing the answer takes it back. */
    <S> Closeable register(Class<S> type, S service, int ranking);
  }

  /** One try to open the store. */
  interface Attempt {
    StoreGate.OpenStore open() throws IOException;
  }

  /** Services that are taken back together, the last one first. */
  static final class Services implements Closeable {
    private final Registry registry;
    private final Deque<Closeable> registered = new ArrayDeque<>();

    Services(Registry registry) {
      this.registry = registry;
    }

    <S> void add(Class<S> type, S service, int ranking) {
      registered.push(registry.register(type, service, ranking));
    }

    @Override
    public void close() throws IOException {
      while (!registered.isEmpty()) {
        registered.pop().close();
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Attempt attempt;
  private final Services services;
  private final Services standIns;
  private final StatusBoard.Part part;
  private final Path path;
  private final Thread thread;
  private final Pause pause = new Pause();
  private StoreGate.@Nullable OpenStore open;

  StoreOpener(Attempt attempt, Registry registry, StatusBoard.Part part, Path path) {
    this.attempt = attempt;
    this.services = new Services(registry);
    this.standIns = new Services(registry);
    this.part = part;
    this.path = path;
    thread = new Thread(this::run, "store-opener");
    thread.setDaemon(true);
  }

  /**
   * Tries once, and goes on trying if that fails.
   *
   * @throws DataLock.InUse if another process has the directory, which is not tried again
   */
  void start() throws IOException {
    try {
      register(attempt.open());
    } catch (DataLock.InUse e) {
      part.status(State.ERROR, "config", String.valueOf(e.getMessage()));
      throw e;
    } catch (IOException e) {
      failed(e);
      standIns.add(ChannelTable.class, new MemoryChannels(), -1);
      standIns.add(Journal.class, new ClosedJournal(() -> String.valueOf(e.getMessage())), -1);
      thread.start();
    }
  }

  /** Makes the next try come now. */
  void hurry() {
    pause.wake();
  }

  @Override
  public void close() throws IOException {
    pause.end(thread);
    standIns.close();
    services.close();
    if (open != null) {
      open.close();
    }
    part.close();
  }

  private void run() {
    boolean done = false;
    while (!done && pause.await(RETRY_NANOS)) {
      try {
        replaceStandIns(attempt.open());
        done = true;
      } catch (IOException e) {
        failed(e);
      } catch (RuntimeException e) {
        LOG.error("The store could not be opened and is tried again", e);
      }
    }
  }

  /**
   * The stand-ins go before the real ones come: nobody may write numbers of the one table into the
   * journal of the other.
   */
  private void replaceStandIns(StoreGate.OpenStore opened) throws IOException {
    standIns.close();
    register(opened);
  }

  private void register(StoreGate.OpenStore opened) {
    open = opened;
    opened.register(services);
    part.ok();
  }

  private void failed(IOException e) {
    part.status(
        State.ERROR,
        "disk",
        "the data directory "
            + path
            + " cannot be used: "
            + e.getMessage()
            + ". Live values and rules go on, nothing is recorded; it is tried again every 5 s");
  }
}
