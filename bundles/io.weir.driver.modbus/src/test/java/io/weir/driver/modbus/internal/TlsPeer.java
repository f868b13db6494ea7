package io.weir.driver.modbus.internal;

import io.weir.testing.FakeSecretStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server of TLS with a certificate for 127.0.0.1 that signs itself; one for all tests. */
final class TlsPeer {
  private static final int PATIENCE_MILLIS = 30_000;

  static final TlsPeer INSTANCE = make();

  private final String certificate;
  private final SSLContext context;

  private TlsPeer(String path) throws IOException {
    certificate = path + ".crt";
    context = TlsContext.of("", path + ".crt", new TlsKey(path + ".key", new FakeSecretStore()));
  }

  private static TlsPeer make() {
    try {
      Path folder = Files.createTempDirectory("weir-tls-peer");
      return new TlsPeer(PymodbusSlave.certificate(folder, "peer"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of its certificate. */
  String certificate() {
    return certificate;
  }

  /** TLS on a connection, which stays the caller's to close. */
  Socket wrap(Socket connection) throws IOException {
    SSLSocket wrapped =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(connection, InputStream.nullInputStream(), false);
    wrapped.setUseClientMode(false);
    wrapped.setSoTimeout(PATIENCE_MILLIS);
    wrapped.startHandshake();
    return wrapped;
  }
}
