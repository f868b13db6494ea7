package io.weir.driver.mqtt.internal.link;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.X509TrustManager;

/** Trusts one certificate, whoever signed it and whatever names stand in it. */
final class PinnedTrust implements X509TrustManager {
  private final String pin;

  /**
   * @param pin SHA-256 of the certificate in lower-case hexadecimal
   */
  PinnedTrust(String pin) {
    this.pin = pin;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    String seen = fingerprint(chain[0]);
    if (!seen.equals(pin)) {
      throw new CertificateException(
          "the broker's certificate has the SHA-256 " + seen + ", the setting pin another one");
    }
  }

  private static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new CertificateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no client is expected");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
