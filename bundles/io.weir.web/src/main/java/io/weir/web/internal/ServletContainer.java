package io.weir.web.internal;

import java.util.Map;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationException;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Runs Felix HTTP with one connector.
 *
 * <p>Felix HTTP makes a server for each configuration of its factory. The configuration is handed
 * to the factory directly, not through Configuration Admin: nobody can edit it, and nothing of it
 * is written to disk. Felix starts a server only if it may open a plain connector first; that one
 * listens on the loopback address, on any port, before there is a servlet, until {@link
 * HttpsConnector#createConnector} closes it a moment later. The server that Felix makes by itself
 * is kept from starting by the framework property {@link #REQUIRE_CONFIGURATION}.
 */
final class ServletContainer implements AutoCloseable {
  private static final String FELIX = "org.apache.felix.http";

  /** Framework property that keeps Felix HTTP from opening a server of its own. */
  static final String REQUIRE_CONFIGURATION = FELIX + ".require.config";

  private static final String CONFIGURATION = "io.weir.web";
  private static final Map<String, Object> SETTINGS =
      Map.of(
          FELIX + ".host",
          "127.0.0.1",
          "org.osgi.service.http.port",
          "*",
          FELIX + ".enable",
          true,
          "org.apache.felix.https.enable",
          false,
          FELIX + ".name",
          "weir",
          FELIX + ".jetty.threadpool.max",
          8,
          FELIX + ".jetty.acceptors",
          1,
          FELIX + ".jetty.selectors",
          1,
          FELIX + ".jetty.sendServerHeader",
          false);

  private final ServiceRegistration<ConnectorFactory> registration;
  private final ServiceTracker<ManagedServiceFactory, ManagedServiceFactory> tracker;

  /** Starts as soon as Felix HTTP is there, and then runs the action. */
  ServletContainer(BundleContext context, ConnectorFactory connector, Runnable started) {
    registration = context.registerService(ConnectorFactory.class, connector, null);
    try {
      tracker =
          new ServiceTracker<>(
              context,
              FrameworkUtil.createFilter(
                  "(&(objectClass="
                      + ManagedServiceFactory.class.getName()
                      + ")(service.pid="
                      + FELIX
                      + "))"),
              null) {
            @Override
            public ManagedServiceFactory addingService(
                ServiceReference<ManagedServiceFactory> reference) {
              ManagedServiceFactory factory = super.addingService(reference);
              configure(factory);
              started.run();
              return factory;
            }

            @Override
            public void removedService(
                ServiceReference<ManagedServiceFactory> reference, ManagedServiceFactory factory) {
              factory.deleted(CONFIGURATION);
              super.removedService(reference, factory);
            }
          };
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    tracker.open();
  }

  /** Whether this is the only server of the framework. */
  static boolean isAlone(BundleContext context) {
    return Boolean.parseBoolean(context.getProperty(REQUIRE_CONFIGURATION));
  }

  private static void configure(ManagedServiceFactory factory) {
    try {
      factory.updated(CONFIGURATION, FrameworkUtil.asDictionary(SETTINGS));
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    tracker.close();
    registration.unregister();
  }
}
