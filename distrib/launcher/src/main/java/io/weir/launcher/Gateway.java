package io.weir.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.Logger;

/** One framework with the bundles of the installation. */
final class Gateway {
  private static final Logger LOG = org.slf4j.LoggerFactory.getLogger(Gateway.class);

  /** Our persistence manager: configuration is the directory of documents, nothing else. */
  private static final String PERSISTENCE_MANAGER = "weir";

  /** While all start, so many are read from by turns; afterwards hardly any is. */
  private static final String OPEN_JARS = "8";

  private final Settings settings;
  private final FrameworkLog log = new FrameworkLog();
  private final Felix framework;

  Gateway(Settings settings) {
    this(settings, Map.of());
  }

  /** With more framework properties. */
  Gateway(Settings settings, Map<String, String> more) {
    this.settings = settings;
    Map<String, Object> properties = properties(settings);
    properties.putAll(more);
    this.framework = new Felix(properties);
  }

  /** Starts everything. A bundle that cannot start is logged and does not hold up the others. */
  void start() throws BundleException, IOException {
    Files.createDirectories(settings.etc());
    framework.init(log);
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(log);
    context.registerService(
        new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
        LogBridge.service(),
        null);
    List<Bundle> bundles = install(context);
    framework.start();
    for (Bundle bundle : bundles) {
      if (settings.starts(bundle.getSymbolicName())) {
        start(bundle);
      }
    }
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Stops all bundles and waits for the end, up to the given time. */
  void stop(long millis) throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(millis);
  }

  /** Waits until somebody stops the framework. */
  FrameworkEvent waitForStop() throws InterruptedException {
    return framework.waitForStop(0);
  }

  private List<Bundle> install(BundleContext context) throws IOException, BundleException {
    Path folder = settings.home().resolve("bundles");
    List<Bundle> bundles = new ArrayList<>();
    for (BundleFolder.Entry entry :
        BundleFolder.list(folder, settings.startFirst(), settings.startLast())) {
      // By reference: the framework reads the jar where it lies and copies nothing to the disk.
      bundles.add(context.installBundle("reference:" + entry.file().toUri()));
    }
    return bundles;
  }

  private static void start(Bundle bundle) {
    if (isFragment(bundle)) {
      return;
    }
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      LOG.error("Bundle {} does not start", bundle.getSymbolicName(), e);
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }

  private Map<String, Object> properties(Settings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, settings.run().resolve("framework").toString());
    properties.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.extra());
    properties.put(FelixConstants.LOG_LEVEL_PROP, "2");
    properties.put(FelixConstants.LOG_LOGGER_PROP, log);
    // An open jar costs its directory in the heap and, once read from, a decompressor beside it.
    properties.put("felix.cache.filelimit", OPEN_JARS);
    properties.put("felix.cm.pm", PERSISTENCE_MANAGER);
    // The web server waits for its configuration; without this one more would listen without TLS.
    properties.put("org.apache.felix.http.require.config", "true");
    properties.put("gosh.args", settings.shell() ? "" : "--nointeractive --noshutdown");
    properties.put("weir.home", settings.home().toString());
    properties.put("weir.etc", settings.etc().toString());
    properties.put("weir.data", settings.data().toString());
    properties.put("weir.run", settings.run().toString());
    properties.put("weir.gateway.id", settings.gatewayId());
    return properties;
  }
}
