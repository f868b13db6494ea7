package io.weir.security.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 256 bits, and what it does to bytes: AES-GCM with a nonce of 96 random bits for each
 * sealing and a tag of 128 bits.
 *
 * <p>What is sealed begins with a header: {@code WEIR-SECRETS} (12 bytes), version 1 (1 byte), id
 * of the key (8 bytes), nonce (12 bytes). The header is authenticated with the rest.
 */
final class SealingKey {
  private static final byte[] MAGIC = "WEIR-SECRETS".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int ID = MAGIC.length + 1;
  private static final int NONCE = ID + 8;
  private static final int HEADER = NONCE + 12;
  private static final int TAG = 16;
  private static final int BYTES = 32;

  /** Bytes that sealing adds. */
  static final int OVERHEAD = HEADER + TAG;

  private final byte[] key;
  private final byte[] id;

  private SealingKey(byte[] key) {
    this.key = key;
    this.id = id(key);
  }

  static SealingKey random(SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new SealingKey(key);
  }

  /**
   * A key as it stands in its file: 64 hexadecimal digits. The text is wiped.
   *
   * @throws IOException if it is something else, which is not repeated
   */
  static SealingKey parse(byte[] text) throws IOException {
    char[] digits = new char[text.length];
    int length = 0;
    try {
      for (byte each : text) {
        if (!Character.isWhitespace(each)) {
          digits[length++] = (char) (each & 0xFF);
        }
      }
      if (length != 2 * BYTES) {
        throw new IllegalArgumentException("not so many digits");
      }
      return new SealingKey(HexFormat.of().parseHex(digits, 0, length));
    } catch (IllegalArgumentException e) {
      // Its message repeats what stands there.
      throw new IOException(
          "holds no key; write 64 hexadecimal digits, such as 'openssl rand -hex 32' prints");
    } finally {
      Arrays.fill(digits, '\0');
      Arrays.fill(text, (byte) 0);
    }
  }

  /** The key as it stands in its file. */
  byte[] text() {
    byte[] text = new byte[2 * BYTES + 1];
    HexFormat hex = HexFormat.of();
    for (int i = 0; i < BYTES; i++) {
      text[2 * i] = (byte) hex.toHighHexDigit(key[i]);
      text[2 * i + 1] = (byte) hex.toLowHexDigit(key[i]);
    }
    text[2 * BYTES] = '\n';
    return text;
  }

  byte[] seal(byte[] plain, SecureRandom random) {
    byte[] nonce = new byte[HEADER - NONCE];
    random.nextBytes(nonce);
    byte[] sealed = new byte[HEADER + plain.length + TAG];
    System.arraycopy(MAGIC, 0, sealed, 0, MAGIC.length);
    sealed[MAGIC.length] = VERSION;
    System.arraycopy(id, 0, sealed, ID, id.length);
    System.arraycopy(nonce, 0, sealed, NONCE, nonce.length);
    try {
      cipher(Cipher.ENCRYPT_MODE, sealed).doFinal(plain, 0, plain.length, sealed, HEADER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    }
    return sealed;
  }

  /** The bytes that were sealed with this key. */
  byte[] open(byte[] sealed) throws UnreadableException {
    check(sealed);
    if (!isOf(sealed)) {
      throw new UnreadableException(
          UnreadableException.Kind.KEY, "it was encrypted with another key");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, sealed).doFinal(sealed, HEADER, sealed.length - HEADER);
    } catch (GeneralSecurityException e) {
      throw new UnreadableException(
          UnreadableException.Kind.DAMAGED, "it is not what was written: its checksum is wrong");
    }
  }

  /** Whether this key sealed it, as far as its header says. */
  boolean isOf(byte[] sealed) {
    return MessageDigest.isEqual(id, Arrays.copyOfRange(sealed, ID, NONCE));
  }

  /** Whether two keys are the same. */
  boolean is(SealingKey other) {
    return MessageDigest.isEqual(key, other.key);
  }

  /**
   * Looks at the header.
   *
   * @throws UnreadableException if no key of this version would open it
   */
  static void check(byte[] sealed) throws UnreadableException {
    if (sealed.length < OVERHEAD || !Arrays.equals(MAGIC, Arrays.copyOf(sealed, MAGIC.length))) {
      throw new UnreadableException(
          UnreadableException.Kind.FOREIGN, "it does not begin as a file of secrets does");
    }
    if (sealed[MAGIC.length] != VERSION) {
      throw new UnreadableException(
          UnreadableException.Kind.VERSION,
          "it is of version " + sealed[MAGIC.length] + ", which this Weir does not know");
    }
  }

  private Cipher cipher(int mode, byte[] sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(8 * TAG, sealed, NONCE, HEADER - NONCE));
    cipher.updateAAD(sealed, 0, HEADER);
    return cipher;
  }

  private static byte[] id(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("weir secrets key id".getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(digest.digest(key), NONCE - ID);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "SealingKey";
  }
}
