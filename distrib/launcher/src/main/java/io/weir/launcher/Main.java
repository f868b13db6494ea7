package io.weir.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The process: starts the gateway, tells the service manager, stops in good order. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** Names the backup to be restored first. */
  static final String RESTORE = "weir.restore";

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
      LOG.debug("Scratch in {}", lock.file().getParent());
      ServiceManager manager = new ServiceManager(System.getenv());
      // Bundles see system properties too: the gateway after the restore must not restore again.
      String file = System.getProperties().remove(RESTORE) instanceof String text ? text : "";
      Life life = new Life(settings, manager, file);
      Runtime.getRuntime().addShutdownHook(new Thread(life::end, "weir-stop"));
      life.begin();
      LOG.info(
          "Weir started in {} ms as {}; configuration {}, data {}, scratch {}",
          ManagementFactory.getRuntimeMXBean().getUptime(),
          settings.gatewayId(),
          settings.etc(),
          settings.data(),
          settings.run());
      feedWatchdog(life, manager);
      life.live();
      return 0;
    } catch (IOException | org.osgi.framework.BundleException e) {
      LOG.error("Weir does not start: {}", e.getMessage());
      LOG.debug("Cause", e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void feedWatchdog(Life life, ServiceManager manager) {
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
    var unused = executor.scheduleAtFixedRate(life::check, 0, period, TimeUnit.MILLISECONDS);
  }
}
