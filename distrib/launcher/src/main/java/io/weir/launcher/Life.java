package io.weir.launcher;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway after another in this process: each restored backup begins a new one.
 *
 * <pre>
 *   starting ──► running ── stopped by a restore ──► in place ──► starting
 *                   └────── stopped otherwise ────► ended
 * </pre>
 *
 * <p>Any thread; {@link #begin} and {@link #live} on the main thread.
 */
final class Life {
  private static final Logger LOG = LoggerFactory.getLogger(Life.class);

  /** Within the unit's TimeoutStopSec, so that the stop is ours and not a kill. */
  private static final long STOP_MILLIS = 25_000;

  private final Settings settings;
  private final ServiceManager manager;
  private final StagedRestore restore;
  private String file;
  private @Nullable Gateway gateway;
  private @Nullable Watchdog watchdog;
  private boolean ending;

  Life(Settings settings, ServiceManager manager, String file) {
    this.settings = settings;
    this.manager = manager;
    this.file = file;
    restore = new StagedRestore(settings.data(), settings.etc());
  }

  /** Starts the first gateway. */
  void begin() throws IOException, BundleException {
    start();
  }

  /** Returns when the last gateway has stopped. */
  void live() throws InterruptedException, IOException, BundleException {
    Gateway running = running();
    while (running != null) {
      running.waitForStop();
      watch(null);
      if (restore.isPending() && !isEnding()) {
        manager.accept("WATCHDOG=1");
        LOG.info("The gateway starts anew with a restored backup");
        start();
        LOG.info("Weir started anew as {}", settings.gatewayId());
        running = running();
      } else {
        running = null;
      }
    }
  }

  /** Stops what runs; nothing is started any more. */
  void end() {
    manager.accept("STOPPING=1");
    Gateway running;
    synchronized (this) {
      ending = true;
      running = gateway;
    }
    if (running == null) {
      return;
    }
    try {
      running.stop(STOP_MILLIS);
    } catch (BundleException e) {
      LOG.error("Weir does not stop in good order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Feeds the service manager's watchdog if all is well, or on the way to be. */
  void check() {
    Watchdog now;
    synchronized (this) {
      now = watchdog;
    }
    if (now == null) {
      manager.accept("WATCHDOG=1");
    } else {
      now.run();
    }
  }

  private void start() throws IOException, BundleException {
    restore.apply();
    Gateway next = new Gateway(settings, file.isEmpty() ? Map.of() : Map.of(Main.RESTORE, file));
    file = "";
    synchronized (this) {
      gateway = next;
    }
    next.start();
    watch(new Watchdog(next.context(), manager));
    manager.accept("READY=1");
  }

  private synchronized void watch(@Nullable Watchdog next) {
    watchdog = next;
  }

  private synchronized @Nullable Gateway running() {
    return gateway;
  }

  private synchronized boolean isEnding() {
    return ending;
  }
}
