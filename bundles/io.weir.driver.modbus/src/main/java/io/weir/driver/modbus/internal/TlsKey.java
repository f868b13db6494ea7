package io.weir.driver.modbus.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of our certificate, PKCS #8 in PEM, in a file or among the secrets.
 *
 * @param value full path of the file, or {@code secret:<name>}
 */
record TlsKey(String value, SecretStore secrets) {
  private static final String FIELD = "tls.key";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /**
   * Checks the setting.
   *
   * @throws ConfigException if it is neither a path nor a reference
   */
  TlsKey {
    if (SecretStore.isReference(value)) {
      SecretStore.name(FIELD, value);
    } else {
      Links.absolute(FIELD, value);
    }
  }

  /** Reads the key; done at each connect, so that it may change. */
  PrivateKey read() throws IOException, GeneralSecurityException {
    byte[] pem = pem();
    CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(pem));
    byte[] base64 = {};
    byte[] key = {};
    try {
      Matcher matcher = PEM.matcher(text);
      if (!matcher.find()) {
        throw new IOException(
            value
                + " holds no key; write it as PKCS #8 without a password: openssl pkcs8 -topk8"
                + " -nocrypt");
      }
      base64 = Arrays.copyOfRange(pem, matcher.start(1), matcher.end(1));
      key = Base64.getMimeDecoder().decode(base64);
      return generate(key);
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(text.array(), '\0');
      Arrays.fill(base64, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] pem() throws IOException {
    if (!SecretStore.isReference(value)) {
      return Files.readAllBytes(Path.of(value));
    }
    try {
      return secrets.resolve(FIELD, value);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private PrivateKey generate(byte[] key) throws IOException, GeneralSecurityException {
    for (String algorithm : new String[] {"EC", "RSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
      } catch (InvalidKeySpecException e) {
        // Then it is of the other kind.
      }
    }
    throw new IOException(value + " holds neither an EC nor an RSA key");
  }
}
