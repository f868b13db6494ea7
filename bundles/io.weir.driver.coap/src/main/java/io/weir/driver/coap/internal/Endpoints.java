package io.weir.driver.coap.internal;

import io.weir.api.driver.ConnectionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptor;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;

/** The open sockets of a server. Bus thread. */
final class Endpoints {
  private final CoapServer server;
  private final ScheduledThreadPoolExecutor executor;
  private final Set<String> identities;

  private Endpoints(
      CoapServer server, ScheduledThreadPoolExecutor executor, Set<String> identities) {
    this.server = server;
    this.executor = executor;
    this.identities = identities;
  }

  /**
   * Opens what the settings ask for.
   *
   * @throws ConnectionException naming what cannot be opened, or the setting that cannot be used
   */
  static Endpoints open(
      ServerSettings settings,
      Configuration configuration,
      ScheduledThreadPoolExecutor executor,
      MessageDeliverer deliverer,
      MessageInterceptor gate,
      ServerStatus status)
      throws ConnectionException {
    CoapServer server = new CoapServer(configuration);
    server.setExecutors(executor, executor, true);
    server.setMessageDeliverer(deliverer);
    Endpoints endpoints = null;
    try {
      Map<String, byte[]> keys = settings.port() == 0 ? Map.of() : settings.keys().load();
      endpoints = new Endpoints(server, executor, Set.copyOf(keys.keySet()));
      if (settings.port() != 0) {
        server.addEndpoint(secured(settings, configuration, keys, status));
      }
      if (settings.plainPort() != 0) {
        server.addEndpoint(
            new CoapEndpoint.Builder()
                .setConfiguration(configuration)
                .setInetSocketAddress(address(settings, settings.plainPort()))
                .build());
      }
      server.getEndpoints().forEach(endpoint -> endpoint.addInterceptor(gate));
      for (var endpoint : server.getEndpoints()) {
        start(endpoint);
      }
      return endpoints;
    } catch (ConnectionException e) {
      if (endpoints == null) {
        server.destroy();
        executor.shutdownNow();
      } else {
        endpoints.close();
      }
      throw e;
    }
  }

  private static void start(org.eclipse.californium.core.network.Endpoint endpoint)
      throws ConnectionException {
    try {
      endpoint.start();
    } catch (IOException e) {
      throw new ConnectionException(
          "UDP port "
              + endpoint.getAddress().getPort()
              + " cannot be opened: "
              + e.getMessage()
              + "; give it a port that no other server uses, CoAP and LwM2M each their own",
          e);
    }
  }

  private static CoapEndpoint secured(
      ServerSettings settings,
      Configuration configuration,
      Map<String, byte[]> keys,
      ServerStatus status)
      throws ConnectionException {
    DtlsConnectorConfig.Builder builder =
        DtlsConnectorConfig.builder(configuration)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
            .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NEEDED)
            .setAddress(address(settings, settings.port()));
    if (!keys.isEmpty()) {
      AdvancedMultiPskStore store = new AdvancedMultiPskStore();
      keys.forEach(store::setKey);
      builder.setAdvancedPskStore(store);
    }
    settings.certificates().apply(builder);
    try {
      DTLSConnector connector = new DTLSConnector(builder.build());
      connector.setAlertHandler((peer, alert) -> status.alerts.increment());
      return new CoapEndpoint.Builder()
          .setConfiguration(configuration)
          .setConnector(connector)
          .build();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new ConnectionException("DTLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress address(ServerSettings settings, int port)
      throws ConnectionException {
    if (settings.address().isEmpty()) {
      return new InetSocketAddress(port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(settings.address()), port);
    } catch (IOException e) {
      throw new ConnectionException("address: '" + settings.address() + "' is not known here", e);
    }
  }

  /** Whether a device of this name has a key of its own. */
  boolean hasKey(String device) {
    return identities.contains(device);
  }

  void close() {
    server.destroy();
    executor.shutdownNow();
  }
}
