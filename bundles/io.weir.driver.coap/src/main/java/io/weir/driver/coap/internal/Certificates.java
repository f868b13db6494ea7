package io.weir.driver.coap.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.eclipse.californium.elements.util.SslContextUtil;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** Certificates and keys of PEM files for DTLS; read at each connect, so that they may change. */
final class Certificates {
  private final String ca;
  private final String certificate;
  private final String key;

  /** Checks the settings; reads nothing. */
  Certificates(String ca, String certificate, String key) {
    this.ca = path("tls.ca", ca);
    this.certificate = path("tls.certificate", certificate);
    this.key = path("tls.key", key);
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new ConfigException(
          certificate.isEmpty() ? "tls.certificate" : "tls.key",
          null,
          "give tls.certificate and tls.key, or neither");
    }
  }

  private static String path(String field, String file) {
    if (!file.isEmpty() && !Path.of(file).isAbsolute()) {
      throw new ConfigException(field, file, "give the full path of a PEM file");
    }
    return file;
  }

  boolean hasOwn() {
    return !certificate.isEmpty();
  }

  boolean hasAuthorities() {
    return !ca.isEmpty();
  }

  /** Hands over what there is. */
  void apply(DtlsConnectorConfig.Builder builder) throws ConnectionException {
    if (hasOwn()) {
      builder.setCertificateIdentityProvider(
          new SingleCertificateProvider(
              privateKey(), certificates("tls.certificate", certificate), CertificateType.X_509));
    }
    if (hasAuthorities()) {
      builder.setAdvancedCertificateVerifier(
          StaticNewAdvancedCertificateVerifier.builder()
              .setTrustedCertificates(certificates("tls.ca", ca))
              .build());
    }
  }

  private PrivateKey privateKey() throws ConnectionException {
    try (InputStream in = Files.newInputStream(Path.of(key))) {
      PrivateKey found = SslContextUtil.loadPemCredentials(in).getPrivateKey();
      if (found != null) {
        return found;
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConnectionException("tls.key: " + key + " cannot be used: " + e.getMessage(), e);
    }
    throw new ConnectionException("tls.key: " + key + " holds no private key in PEM", null);
  }

  private static X509Certificate[] certificates(String field, String file)
      throws ConnectionException {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      X509Certificate[] found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (found.length > 0) {
        return found;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new ConnectionException(field + ": " + file + " cannot be used: " + e, e);
    }
    throw new ConnectionException(field + ": " + file + " holds no certificate in PEM", null);
  }
}
