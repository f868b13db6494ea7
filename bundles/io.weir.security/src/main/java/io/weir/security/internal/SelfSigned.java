package io.weir.security.internal;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes the X.509 v3 certificate (RFC 5280) of a server that vouches for itself. */
final class SelfSigned {
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  private SelfSigned() {}

  /** A certificate over an elliptic-curve key for these names and addresses. */
  static X509Certificate certificate(
      KeyPair keys, String commonName, MachineNames names, Instant from, Instant to)
      throws GeneralSecurityException {
    byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(commonName))));
    byte[] toBeSigned =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(120, new SecureRandom()).setBit(119)),
            ECDSA_SHA256,
            name,
            Der.sequence(Der.time(from), Der.time(to)),
            name,
            keys.getPublic().getEncoded(),
            Der.explicit(3, extensions(names)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(toBeSigned);
    byte[] encoded = Der.sequence(toBeSigned, ECDSA_SHA256, Der.bits(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static byte[] extensions(MachineNames names) {
    List<byte[]> general = new ArrayList<>();
    for (String host : names.hosts()) {
      general.add(Der.tlv(0x82, host.getBytes(StandardCharsets.US_ASCII)));
    }
    for (InetAddress address : names.addresses()) {
      general.add(Der.tlv(0x87, address.getAddress()));
    }
    return Der.sequence(
        extension(BASIC_CONSTRAINTS, true, Der.sequence()),
        extension(KEY_USAGE, true, Der.bits(7, (byte) 0x80)),
        extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.oid(SERVER_AUTH))),
        extension(ALTERNATIVE_NAME, false, Der.sequence(general.toArray(new byte[0][]))));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }
}
