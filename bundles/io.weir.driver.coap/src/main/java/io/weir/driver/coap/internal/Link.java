package io.weir.driver.coap.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.jspecify.annotations.Nullable;

/** The open way to one host. Bus thread, but for {@link #to}. */
final class Link {
  /** The host, and whoever else finds the port. */
  private static final int PEERS = 16;

  private static final int CLASS = 5;
  private static final int DETAIL = 0x1F;
  private static final int HUNDRED = 100;
  private static final int CLIENT_ERROR = 4;

  private final ClientSettings settings;
  private final ScheduledThreadPoolExecutor executor;
  private final Endpoint endpoint;
  private final InetSocketAddress peer;

  /** Whether the host may have forgotten the session, so that the next request makes it anew. */
  private volatile boolean isDoubtful;

  private Link(
      ClientSettings settings,
      ScheduledThreadPoolExecutor executor,
      Endpoint endpoint,
      InetSocketAddress peer) {
    this.settings = settings;
    this.executor = executor;
    this.endpoint = endpoint;
    this.peer = peer;
  }

  /**
   * Opens the way and waits for the host's first sign of life.
   *
   * @throws ConnectionException if there is none, or a setting cannot be used
   */
  static Link open(ClientSettings settings, String name) throws ConnectionException {
    Configuration configuration = Californium.configuration(settings.maxPayload(), PEERS);
    ScheduledThreadPoolExecutor executor = Californium.executor(name);
    Link link = null;
    try {
      InetSocketAddress peer =
          new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
      Endpoint endpoint = endpoint(settings, configuration);
      endpoint.setExecutors(executor, executor);
      link = new Link(settings, executor, endpoint, peer);
      endpoint.start();
      link.ping();
      return link;
    } catch (IOException e) {
      if (link == null) {
        executor.shutdownNow();
      } else {
        link.close();
      }
      if (e instanceof ConnectionException mine) {
        throw mine;
      }
      throw new ConnectionException(settings.host() + " cannot be reached: " + e, e);
    }
  }

  private static Endpoint endpoint(ClientSettings settings, Configuration configuration)
      throws ConnectionException {
    CoapEndpoint.Builder builder = new CoapEndpoint.Builder().setConfiguration(configuration);
    if (!settings.isSecured()) {
      return builder.setPort(0).build();
    }
    DtlsConnectorConfig.Builder dtls =
        DtlsConnectorConfig.builder(configuration)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
            .setAddress(new InetSocketAddress(0));
    Map<String, byte[]> keys = settings.keys().load();
    if (keys.size() > 1) {
      throw new ConnectionException("psk.file: give one key, the host knows one gateway", null);
    }
    keys.forEach(
        (identity, key) -> dtls.setAdvancedPskStore(new AdvancedSinglePskStore(identity, key)));
    settings.certificates().apply(dtls);
    try {
      return builder.setConnector(new DTLSConnector(dtls.build())).build();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new ConnectionException("DTLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private void ping() throws ConnectionException {
    Request ping = Request.newPing();
    ping.setToken(Token.EMPTY);
    ping.setDestinationContext(to());
    await(ping, settings.connectMillis());
    if (!ping.isRejected()) {
      throw new ConnectionException(
          settings.host() + " gives no sign of life on UDP port " + settings.port() + why(ping),
          ping.getSendError());
    }
  }

  private static String why(Request request) {
    Throwable error = request.getSendError();
    return error == null ? "" : ": " + error.getMessage();
  }

  /** Where a request goes. Any thread. */
  EndpointContext to() {
    if (settings.isSecured() && isDoubtful) {
      return new MapBasedEndpointContext(
          peer, null, DtlsEndpointContext.ATTRIBUTE_HANDSHAKE_MODE_FORCE);
    }
    return new AddressEndpointContext(peer);
  }

  /** The host with its scheme, up to the slash. */
  String uri() {
    String address = peer.getAddress().getHostAddress();
    String host = address.indexOf(':') < 0 ? address : "[" + address.replaceAll("%.*", "") + "]";
    return (settings.isSecured() ? "coaps://" : "coap://") + host + ":" + peer.getPort();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  ScheduledThreadPoolExecutor executor() {
    return executor;
  }

  /**
   * Asks, and waits for an answer that is a success.
   *
   * @throws NoResponseException if there is none in time
   * @throws RejectedException if it is an error, with its code as a number
   */
  Response ask(Request request, String path) throws DriverException {
    request.getOptions().setUriPath(path);
    request.setDestinationContext(to());
    Response response = await(request, settings.requestMillis());
    if (response == null) {
      Throwable tooLarge = request.getOnResponseError();
      if (tooLarge == null) {
        isDoubtful = true;
      }
      request.cancel();
      throw new NoResponseException(
          "/"
              + path
              + (tooLarge == null
                  ? " was not answered in time" + why(request)
                  : " was answered with what cannot be used: " + tooLarge.getMessage()),
          tooLarge);
    }
    isDoubtful = false;
    if (!response.isSuccess()) {
      throw rejected(path, response);
    }
    return response;
  }

  private @Nullable Response await(Request request, int millis) throws ConnectionException {
    try {
      request.send(endpoint);
      return request.waitForResponse(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      InterruptedIOException cause = new InterruptedIOException("interrupted while waiting");
      cause.initCause(e);
      throw new ConnectionException("interrupted", cause);
    }
  }

  static RejectedException rejected(String path, Response response) {
    ResponseCode code = response.getCode();
    int number = (code.value >> CLASS) * HUNDRED + (code.value & DETAIL);
    String reason = Text.shown(response.getPayloadString());
    return new RejectedException(
        "/" + path + ": " + code + " " + code.name() + (reason.isEmpty() ? "" : ", " + reason),
        number,
        code.value >> CLASS == CLIENT_ERROR);
  }

  void close() {
    endpoint.destroy();
    executor.shutdownNow();
  }
}
