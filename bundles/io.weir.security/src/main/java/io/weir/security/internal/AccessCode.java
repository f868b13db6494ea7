package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/** The code that gives first access, as typed from a label: {@code K7QM-X3WP}. */
final class AccessCode {
  /** No letter or digit that is taken for another: 0 and O, 1 and I. */
  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final Pattern USABLE = Pattern.compile("[A-Z0-9]{8,64}");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s\\-\u2010-\u2015]+");

  private final String text;
  private final byte[] hash;

  private AccessCode(String text, String normal) {
    this.text = text;
    this.hash = hash(normal);
  }

  /** A new code of eight characters, 40 bits. */
  static AccessCode random(SecureRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(i == 4 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return parse(text.toString());
  }

  /**
   * A code as written in a file.
   *
   * @throws ConfigException if it is too short, too long or has other characters; the code itself
   *     is not repeated
   */
  static AccessCode parse(String text) {
    String normal = normal(text);
    if (!USABLE.matcher(normal).matches()) {
      throw new ConfigException(
          "first-access-code",
          "a code of " + normal.length() + " characters",
          "use 8 to 64 letters and digits; dashes and spaces do not count");
    }
    return new AccessCode(text, normal);
  }

  /** Compares in a time that does not depend on where the difference is. */
  boolean matches(String typed) {
    return MessageDigest.isEqual(hash, hash(normal(typed)));
  }

  /** The code as it is shown to the owner. */
  String text() {
    return text;
  }

  @Override
  public String toString() {
    return "AccessCode";
  }

  private static String normal(String typed) {
    return SEPARATORS.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
  }

  private static byte[] hash(String normal) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(normal.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
