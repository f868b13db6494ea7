package io.weir.manage.internal;

import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.felix.cm.PersistenceManager;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Registers the persistence manager that ConfigAdmin waits for (framework property {@code
 * felix.cm.pm}), before any component exists: that is why this is an activator.
 */
public final class Activator implements BundleActivator {
  private @Nullable ConfigWatcher watcher;

  @Override
  public void start(BundleContext context) throws IOException {
    String etc = context.getProperty("weir.etc");
    if (etc == null) {
      throw new IllegalStateException(
          "framework property weir.etc is missing; name the configuration directory");
    }
    ConfigProblems problems = new ConfigProblems();
    ConfigDirectory directory = new ConfigDirectory(Path.of(etc), problems);
    HandEdits edits = new HandEdits(directory);
    context.registerService(
        PersistenceManager.class,
        directory,
        FrameworkUtil.asDictionary(Map.of(PersistenceManager.PROPERTY_NAME, "weir")));
    track(context, ConfigurationAdmin.class, edits::use);
    track(context, StatusBoard.class, problems::show);
    watcher = new ConfigWatcher(directory.folder(), edits::changed, edits::allChanged);
  }

  @Override
  public void stop(BundleContext context) throws IOException {
    if (watcher != null) {
      watcher.close();
    }
  }

  private static <S> void track(
      BundleContext context, Class<S> type, Consumer<@Nullable S> consumer) {
    new ServiceTracker<S, S>(context, type, null) {
      @Override
      public S addingService(ServiceReference<S> reference) {
        S service = super.addingService(reference);
        consumer.accept(service);
        return service;
      }

      @Override
      public void removedService(ServiceReference<S> reference, S service) {
        consumer.accept(null);
        super.removedService(reference, service);
      }
    }.open();
  }
}
