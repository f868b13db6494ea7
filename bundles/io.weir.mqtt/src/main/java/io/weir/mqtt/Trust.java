package io.weir.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** From settings to what Java's TLS wants; reads the files they name. */
final class Trust {
  static final String PIN_FIX =
      "give the SHA-256 of the broker's certificate or of its public key, 64 hex digits";

  private Trust() {}

  static SSLContext context(Tls tls) throws IOException {
    Tls.Identity identity = tls.identity();
    KeyManager @Nullable [] keys = identity == null ? null : identity.keys();
    Path caFile = tls.caFile();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trusted(tls), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("ca.file: " + caFile + " cannot be used; give certificates in PEM", e);
    }
  }

  private static TrustManager @Nullable [] trusted(Tls tls)
      throws IOException, GeneralSecurityException {
    if (!tls.pin().isEmpty()) {
      return new TrustManager[] {new PinnedTrust(tls.pin())};
    }
    Path caFile = tls.caFile();
    return caFile == null ? null : authorities(caFile);
  }

  private static TrustManager[] authorities(Path caFile)
      throws IOException, GeneralSecurityException {
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
}
