package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.runtime.GatewayClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.leshan.core.endpoint.EndpointUriUtil;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coap.CoapServerEndpointFactory;
import org.eclipse.leshan.server.californium.endpoint.coap.CoapServerProtocolProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerEndpointFactory;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.queue.StaticClientAwakeTimeProvider;
import org.eclipse.leshan.server.registration.InMemoryRegistrationStore;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.NonUniqueSecurityInfoException;
import org.eclipse.leshan.server.security.SecurityInfo;

/** The open server and all that belongs to it. Opened and closed by the bus thread. */
final class Site {
  private static final int CLEANING_SECONDS = 1;

  private final LeshanServer server;
  private final ScheduledThreadPoolExecutor executor;
  private final Talk talk;
  private final Observer observer;
  private final Writer writer;

  private Site(
      LeshanServer server,
      ScheduledThreadPoolExecutor executor,
      Talk talk,
      Observer observer,
      Writer writer) {
    this.server = server;
    this.executor = executor;
    this.talk = talk;
    this.observer = observer;
    this.writer = writer;
  }

  /**
   * Opens the ports.
   *
   * @throws ConnectionException naming what cannot be opened, or the setting that cannot be used
   */
  static Site open(
      String name,
      Lwm2mSettings settings,
      Map<String, byte[]> keys,
      Models models,
      Devices devices,
      Feed feed,
      GatewayClock clock,
      Lwm2mStatus status)
      throws ConnectionException {
    ScheduledThreadPoolExecutor executor = Californium.executor(name);
    CaliforniumServerEndpointsProvider endpoints = endpoints(settings, status);
    InMemorySecurityStore store = store(keys);
    LeshanServerBuilder builder = new LeshanServerBuilder();
    builder.setRegistrationStore(new InMemoryRegistrationStore(executor, CLEANING_SECONDS));
    builder.setSecurityStore(store);
    builder.setAuthorizer(new Admission(store, devices, status));
    builder.setObjectModelProvider(models);
    builder.setEncoder(Codecs.encoder());
    builder.setDecoder(Codecs.decoder());
    builder.setClientAwakeTimeProvider(
        new StaticClientAwakeTimeProvider(
            (int) TimeUnit.SECONDS.toMillis(settings.awakeSeconds())));
    builder.setEndpointsProviders(endpoints);
    LeshanServer server = builder.build();
    Talk talk = new Talk(server, settings.timeoutMillis());
    Observer observer = new Observer(server, talk, feed, settings, status);
    Writer writer = new Writer(server, talk, feed, settings, clock, status);
    Site site = new Site(server, executor, talk, observer, writer);
    Listeners listeners = new Listeners(site, devices, feed, status);
    server.getRegistrationService().addListener(listeners);
    server.getObservationService().addListener(listeners);
    server.getPresenceService().addListener(listeners);
    server.getSendService().addListener(listeners);
    try {
      start(endpoints.getCoapServer(), executor, status);
      server.start();
    } catch (ConnectionException e) {
      site.close();
      throw e;
    }
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> devices.list().forEach(writer::expire),
            CLEANING_SECONDS,
            CLEANING_SECONDS,
            TimeUnit.SECONDS);
    return site;
  }

  private static InMemorySecurityStore store(Map<String, byte[]> keys) throws ConnectionException {
    InMemorySecurityStore store = new InMemorySecurityStore();
    for (Map.Entry<String, byte[]> key : keys.entrySet()) {
      try {
        store.add(SecurityInfo.newPreSharedKeyInfo(key.getKey(), key.getKey(), key.getValue()));
      } catch (NonUniqueSecurityInfoException e) {
        throw new ConnectionException("psk: '" + key.getKey() + "' has two keys", e);
      }
    }
    return store;
  }

  private static CaliforniumServerEndpointsProvider endpoints(
      Lwm2mSettings settings, Lwm2mStatus status) throws ConnectionException {
    CaliforniumServerEndpointsProvider.Builder builder =
        new CaliforniumServerEndpointsProvider.Builder(
            new CoapServerProtocolProvider(), new CoapsServerProtocolProvider());
    builder.setConfiguration(
        configuration ->
            Californium.configure(configuration, settings.maxPayload(), settings.maxDevices()));
    if (settings.port() != 0) {
      builder.addEndpoint(
          new CoapsServerEndpointFactory(
              EndpointUriUtil.createUri("coaps", address(settings, settings.port()))) {
            @Override
            protected Connector createConnector(DtlsConnectorConfig config) {
              DTLSConnector connector = new DTLSConnector(config);
              connector.setAlertHandler((peer, alert) -> status.alerts.increment());
              return connector;
            }
          });
    }
    if (settings.plainPort() != 0) {
      builder.addEndpoint(
          new CoapServerEndpointFactory(
              EndpointUriUtil.createUri("coap", address(settings, settings.plainPort()))));
    }
    return builder.build();
  }

  private static InetSocketAddress address(Lwm2mSettings settings, int port)
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

  private static void start(
      CoapServer coap, ScheduledThreadPoolExecutor executor, Lwm2mStatus status)
      throws ConnectionException {
    Configuration configuration = coap.getConfig();
    coap.setExecutors(executor, executor, true);
    coap.setMessageDeliverer(new Gate(coap.getRoot(), configuration, status));
    for (Endpoint endpoint : List.copyOf(coap.getEndpoints())) {
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
  }

  LeshanServer server() {
    return server;
  }

  Talk talk() {
    return talk;
  }

  Observer observer() {
    return observer;
  }

  Writer writer() {
    return writer;
  }

  void close() {
    talk.close();
    server.destroy();
    executor.shutdownNow();
  }
}
