package io.weir.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The process: starts the gateway, tells the service manager, stops in good order. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** Within the unit's TimeoutStopSec, so that the stop is ours and not a kill. */
  private static final long STOP_MILLIS = 25_000;

  private Main() {}

  /** Settings come as system properties from the start script. */
  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LOG.error("Thread {} died", thread.getName(), e));
    System.exit(run(Settings.of(System.getProperties())));
  }

  private static int run(Settings settings) {
    try (RunLock lock = RunLock.take(settings.run())) {
      Gateway gateway = new Gateway(settings);
      ServiceManager manager = new ServiceManager(System.getenv());
      gateway.start();
      LOG.info(
          "Weir started in {} ms as {}; configuration {}, data {}, scratch {}",
          ManagementFactory.getRuntimeMXBean().getUptime(),
          settings.gatewayId(),
          settings.etc(),
          settings.data(),
          lock.file().getParent());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, manager), "weir-stop"));
      manager.accept("READY=1");
      feedWatchdog(gateway, manager);
      gateway.waitForStop();
      return 0;
    } catch (IOException | BundleException e) {
      LOG.error("Weir does not start: {}", e.getMessage());
      LOG.debug("Cause", e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void feedWatchdog(Gateway gateway, ServiceManager manager) {
    if (manager.watchdog().isEmpty()) {
      return;
    }
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "weir-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    long period = manager.watchdog().get().toMillis();
    var unused =
        executor.scheduleAtFixedRate(
            new Watchdog(gateway.context(), manager), 0, period, TimeUnit.MILLISECONDS);
  }

  private static void stop(Gateway gateway, ServiceManager manager) {
    manager.accept("STOPPING=1");
    try {
      gateway.stop(STOP_MILLIS);
    } catch (BundleException e) {
      LOG.error("Weir does not stop in good order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
