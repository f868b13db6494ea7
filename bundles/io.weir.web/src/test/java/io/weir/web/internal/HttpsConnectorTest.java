package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.security.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsConnectorTest {
  private final Server server = new Server();
  @TempDir private Path directory;
  private Identity identity;
  private HttpsConnector door;
  private int port;

  @BeforeEach
  void start() throws Exception {
    identity = new Identity(directory);
    ServerSocketChannel channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(
        new ServletHolder(new HelloResource(new Product("g1", "0.1.0"), new FakeGateway())),
        "/api/hello");
    ServerConnector plain = new ServerConnector(server);
    plain.setHost("127.0.0.1");
    server.addConnector(plain);
    server.setHandler(context);
    server.start();
    door = new HttpsConnector(channel, identity);
    var connector = door.createConnector(server);
    server.addConnector(connector);
    connector.start();
    assertThat(door.accept()).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void closesEveryOtherDoor() {
    assertThat(server.getConnectors()).hasSize(1);
    assertThat(((ServerConnector) server.getConnectors()[0]).getLocalPort()).isEqualTo(port);
  }

  @Test
  void answersUnderWhateverNameItIsAskedFor() throws Exception {
    try (SSLSocket socket = connect("TLSv1.3")) {
      String answer = ask(socket, "router.example:4711");

      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"gateway\":\"g1\"");
      assertThat(answer).doesNotContain("Server:", "Jetty", "X-Powered-By");
    }
  }

  @Test
  void speaksNoOldTls() throws Exception {
    try (SSLSocket socket = connect("TLSv1.2")) {
      assertThat(ask(socket, "localhost")).startsWith("HTTP/1.1 200");
    }
    assertThatThrownBy(() -> connect("TLSv1.1")).isInstanceOf(SSLException.class);
  }

  @Test
  void changesOverToARenewedCertificate() throws Exception {
    X509Certificate before = certificate();
    identity.generate("second");
    assertThat(certificate()).isEqualTo(before);

    door.renew();

    assertThat(certificate()).isNotEqualTo(before);
    try (SSLSocket socket = connect("TLSv1.3")) {
      assertThat(ask(socket, "localhost")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void opensAgainAtTheSamePortForAnotherServer() throws Exception {
    server.stop();
    Server second = new Server();
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(
        new ServletHolder(new HelloResource(new Product("g1", "0.1.0"), new FakeGateway())),
        "/api/hello");
    second.setHandler(context);
    second.start();
    try {
      var connector = door.createConnector(second);
      second.addConnector(connector);
      connector.start();
      assertThat(door.accept()).isTrue();

      try (SSLSocket socket = connect("TLSv1.3")) {
        assertThat(ask(socket, "localhost")).startsWith("HTTP/1.1 200");
      }
    } finally {
      second.stop();
    }
  }

  private X509Certificate certificate() throws Exception {
    try (SSLSocket socket = connect("TLSv1.3")) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private SSLSocket connect(String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String ask(SSLSocket socket, String host) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET /api/hello HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** A key store made by keytool, its name known to no client. */
  private static final class Identity implements TlsIdentity {
    private final Path directory;
    private volatile String name = "";

    Identity(Path directory) throws IOException, InterruptedException {
      this.directory = directory;
      generate("first");
    }

    void generate(String newName) throws IOException, InterruptedException {
      Process keytool =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                      "-genkeypair",
                      "-alias",
                      "weir",
                      "-keyalg",
                      "EC",
                      "-groupname",
                      "secp256r1",
                      "-dname",
                      "CN=" + newName,
                      "-storetype",
                      "PKCS12",
                      "-storepass",
                      "changeit",
                      "-keystore",
                      directory.resolve(newName + ".p12").toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(keytool.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(keytool.exitValue()).isZero();
      name = newName;
    }

    @Override
    public Path keyStore() {
      return directory.resolve(name + ".p12");
    }

    @Override
    public char[] keyStorePassword() {
      return "changeit".toCharArray();
    }

    @Override
    public String fingerprint() {
      return name;
    }
  }

  /** What a browser does after its user has accepted the certificate. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
