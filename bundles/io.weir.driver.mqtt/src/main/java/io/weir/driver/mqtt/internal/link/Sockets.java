package io.weir.driver.mqtt.internal.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sockets that send at once. Without this, the last piece of each message waits for the
 * acknowledgement of the one before: 22 messages of 10 KB a second.
 */
final class Sockets {
  private Sockets() {}

  /** Plain or TLS sockets, as the settings say; reads the file of authorities. */
  static SocketFactory factory(Server server) throws IOException {
    return server.isTls() ? new NoDelayTls(context(server).getSocketFactory()) : new NoDelay();
  }

  private static SSLContext context(Server server) throws IOException {
    Path caFile = server.caFile();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trusted =
          server.pin().isEmpty()
              ? caFile == null ? null : trust(caFile)
              : new TrustManager[] {new PinnedTrust(server.pin())};
      context.init(null, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("ca.file: " + caFile + " cannot be used; give certificates in PEM", e);
    }
  }

  private static TrustManager[] trust(Path caFile) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(caFile)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
    } catch (IOException e) {
      throw new IOException("ca.file: " + caFile + " cannot be read; give its path", e);
    }
    if (store.size() == 0) {
      throw new IOException("ca.file: " + caFile + " holds no certificate; give them in PEM");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Socket noDelay(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static final class NoDelay extends SocketFactory {
    private final SocketFactory plain = SocketFactory.getDefault();

    @Override
    public Socket createSocket() throws IOException {
      return noDelay(plain.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return noDelay(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return noDelay(plain.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return noDelay(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return noDelay(plain.createSocket(host, port, local, localPort));
    }
  }

  private static final class NoDelayTls extends SSLSocketFactory {
    private final SSLSocketFactory tls;

    NoDelayTls(SSLSocketFactory tls) {
      this.tls = tls;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
      return noDelay(tls.createSocket());
    }

    @Override
    public Socket createSocket(Socket under, String host, int port, boolean autoClose)
        throws IOException {
      return noDelay(tls.createSocket(under, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return noDelay(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return noDelay(tls.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return noDelay(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return noDelay(tls.createSocket(host, port, local, localPort));
    }
  }
}
