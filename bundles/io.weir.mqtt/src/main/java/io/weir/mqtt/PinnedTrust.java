package io.weir.mqtt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.X509TrustManager;

/** Trusts one certificate or key, whoever signed it and whatever names stand in it. */
final class PinnedTrust implements X509TrustManager {
  private final String pin;

  /**
   * @param pin SHA-256 of the certificate or its public key, in lower-case hexadecimal
   */
  PinnedTrust(String pin) {
    this.pin = pin;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    String certificate = sha256(chain[0].getEncoded());
    String key = sha256(chain[0].getPublicKey().getEncoded());
    if (!certificate.equals(pin) && !key.equals(pin)) {
      throw new CertificateException(
          "the broker's certificate has the SHA-256 "
              + certificate
              + " and its public key "
              + key
              + ", the setting pin another one");
    }
  }

  private static String sha256(byte[] bytes) throws CertificateException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
