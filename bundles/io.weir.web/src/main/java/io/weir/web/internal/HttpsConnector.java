package io.weir.web.internal;

import io.weir.api.security.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The one door: TLS 1.2 and later on a socket that is bound already, and bound again at the same
 * place when a server that had it has gone and another one comes.
 *
 * <p>The name a browser asks for is not compared with the certificate's. The certificate is
 * self-signed, so a match would prove nothing, and a gateway is reached by addresses that it does
 * not know of (a router's, a tunnel's).
 */
final class HttpsConnector implements ConnectorFactory {
  private static final int MOST_CONNECTIONS = 128;
  private static final int MOST_THREADS = 8;
  private static final int IDLE_MILLIS = 60_000;

  private static final int BACKLOG = 64;

  private final SocketAddress address;
  private ServerSocketChannel channel;
  private final TlsIdentity identity;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private volatile @Nullable ServerConnector current;
  private String fingerprint;

  HttpsConnector(ServerSocketChannel channel, TlsIdentity identity) throws IOException {
    this.channel = channel;
    this.address = channel.getLocalAddress();
    this.identity = identity;
    this.fingerprint = identity.fingerprint();
    useIdentity(tls);
  }

  private void useIdentity(SslContextFactory factory) {
    factory.setKeyStoreType("PKCS12");
    factory.setKeyStorePath(identity.keyStore().toUri().toString());
    factory.setKeyStorePassword(new String(identity.keyStorePassword()));
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.setRenegotiationAllowed(false);
  }

  /** Changes over to the certificate there is now, if it is another one. */
  synchronized void renew() throws IOException {
    String now = identity.fingerprint();
    if (!now.equals(fingerprint)) {
      try {
        tls.reload(this::useIdentity);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
      fingerprint = now;
    }
  }

  /**
   * Lets in who has come: not before, so that nobody is told that a page is not there yet.
   *
   * @return whether the door is there and open
   */
  boolean accept() {
    ServerConnector connector = current;
    if (connector == null || !connector.isStarted()) {
      return false;
    }
    connector.setAccepting(true);
    return true;
  }

  /** Adds this door to the server, shut, and closes whatever other it has. */
  @Override
  public Connector createConnector(Server server) {
    closeOthers(server);
    if (server.getThreadPool() instanceof QueuedThreadPool threads) {
      threads.setMinThreads(2);
      threads.setMaxThreads(MOST_THREADS);
    }
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(tls, "http/1.1"),
            new HttpConnectionFactory(http()));
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAccepting(false);
    connector.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    try {
      connector.open(socket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    current = connector;
    return connector;
  }

  private synchronized ServerSocketChannel socket() throws IOException {
    if (!channel.isOpen()) {
      channel = bind(address);
    }
    return channel;
  }

  /** A socket that listens here. */
  static ServerSocketChannel bind(SocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.socket().setReuseAddress(true);
      channel.bind(address, BACKLOG);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void closeOthers(Server server) {
    for (Connector other : server.getConnectors()) {
      try {
        other.stop();
      } catch (Exception e) {
        throw new IllegalStateException("a connector that is not wanted does not stop", e);
      }
      server.removeConnector(other);
    }
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(8 * 1024);
    http.setMinRequestDataRate(100);
    SecureRequestCustomizer customizer = new SecureRequestCustomizer();
    customizer.setSniHostCheck(false);
    http.addCustomizer(customizer);
    return http;
  }
}
