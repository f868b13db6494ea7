package io.weir.broker.internal;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.weir.api.security.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS with the gateway's certificate, also after that was renewed. Confined to one thread. */
final class Tls {
  private final TlsIdentity identity;
  private String fingerprint = "";
  private @Nullable SslContext context;

  Tls(TlsIdentity identity) {
    this.identity = identity;
  }

  SslContext context() throws IOException {
    String now = identity.fingerprint();
    SslContext current = context;
    if (current == null || !now.equals(fingerprint)) {
      current = load();
      context = current;
      fingerprint = now;
    }
    return current;
  }

  private SslContext load() throws IOException {
    char[] password = identity.keyStorePassword();
    try (InputStream file = Files.newInputStream(identity.keyStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      return SslContextBuilder.forServer(keys)
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("the gateway's certificate cannot be used: " + e.getMessage(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }
}
