package io.weir.launcher;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the service manager's watchdog as long as every part that must live says it does.
 *
 * <p>A bundle takes part with a {@link BooleanSupplier} service that has the property {@value
 * #PROPERTY}; one that answers false, or does not answer, lets the gateway be restarted. Confined
 * to its own thread.
 */
final class Watchdog implements Runnable {
  /** Names the part a liveness check speaks for. */
  static final String PROPERTY = "weir.watchdog";

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final BundleContext context;
  private final Consumer<String> manager;
  private boolean fed = true;

  Watchdog(BundleContext context, Consumer<String> manager) {
    this.context = context;
    this.manager = manager;
  }

  @Override
  public void run() {
    List<String> dead = context.getBundle().getState() == Bundle.ACTIVE ? dead() : List.of("OSGi");
    if (dead.isEmpty()) {
      manager.accept("WATCHDOG=1");
    } else if (fed) {
      LOG.error("{} no longer work; the service manager will restart the gateway", dead);
    }
    fed = dead.isEmpty();
  }

  private List<String> dead() {
    try {
      return context.getServiceReferences(BooleanSupplier.class, "(" + PROPERTY + "=*)").stream()
          .filter(check -> !answers(check))
          .map(check -> String.valueOf(check.getProperty(PROPERTY)))
          .toList();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** True also for a service that has just gone: its bundle is on its way out. */
  private boolean answers(ServiceReference<BooleanSupplier> check) {
    BooleanSupplier service = context.getService(check);
    if (service == null) {
      return true;
    }
    try {
      return service.getAsBoolean();
    } finally {
      context.ungetService(check);
    }
  }
}
