package io.weir.api.security;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** The certificate and key this gateway shows to its clients, made at first start. Any thread. */
@ProviderType
public interface TlsIdentity {
  /** A PKCS#12 key store readable by this process only. */
  Path keyStore();

  /** Opens {@link #keyStore}; never logged. */
  char[] keyStorePassword();

  /** SHA-256 of the certificate, as browsers show it: {@code AB:CD:...}. */
  String fingerprint();
}
