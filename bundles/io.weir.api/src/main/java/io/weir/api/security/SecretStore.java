package io.weir.api.security;

import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Passwords, keys and passphrases by name, encrypted where they are kept.
 *
 * <p>A setting that takes a secret takes a reference to it, {@code secret:mqtt-password}, and
 * nothing else: the secret itself never stands in a document, a log, an export or an answer of the
 * API. A component checks the form of its reference in the constructor with {@link #name}, asks
 * {@link #resolve} when it needs the secret, and wipes what it got when it is done with it.
 *
 * <p>When a secret changes, every configuration of a component that refers to it is applied again,
 * so that the component starts anew without any doing of its own. Who takes references elsewhere,
 * such as in the document of a device, listens with {@link #onChange}.
 *
 * <p>Any thread.
 */
@ProviderType
public interface SecretStore {
  /** What a reference begins with. */
  String PREFIX = "secret:";

  /** Most characters of a name. */
  int MOST_CHARACTERS = 64;

  /** Most bytes of a secret: a private key with its chain of certificates fits. */
  int MOST_BYTES = 16 * 1024;

  /** Most secrets of a gateway. */
  int MOST_SECRETS = 128;

  /** Ends what it was given for. */
  @ProviderType
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether a value refers to a secret, well or badly. */
  static boolean isReference(String value) {
    return value.startsWith(PREFIX);
  }

  /** Whether a secret can have this name: letters, digits, {@code -}, {@code _} and {@code .}. */
  static boolean isName(String name) {
    return Pattern.matches("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MOST_CHARACTERS - 1) + "}", name);
  }

  /**
   * The name that a setting refers to; whether there is such a secret is not asked.
   *
   * @throws ConfigException if the value is no reference; the value is not repeated in it, for it
   *     may be the secret itself
   */
  static String name(String field, String value) {
    if (!isReference(value)) {
      throw new ConfigException(
          field,
          "a plain value",
          "write \"secret:<name>\" and set the secret of that name on the page Secrets or with"
              + " 'weir secret set <name>'");
    }
    String name = value.substring(PREFIX.length());
    if (!isName(name)) {
      throw new ConfigException(
          field,
          PREFIX + "...",
          "write \"secret:<name>\" with a name of 1 to "
              + MOST_CHARACTERS
              + " letters, digits, '-', '_' and '.', a letter or digit first");
    }
    return name;
  }

  /**
   * The secret that a setting refers to. It is the caller's to wipe.
   *
   * @param field the setting, to be named in an error
   * @param value what the setting holds: {@code secret:<name>}
   * @throws ConfigException naming the field, the reference and what would help, if the value is no
   *     reference, there is no such secret, or the secrets cannot be opened
   */
  byte[] resolve(String field, String value);

  /**
   * The secret that a setting refers to, as text. It is the caller's to wipe.
   *
   * @throws ConfigException as {@link #resolve}, and if it is not UTF-8 text
   */
  default char[] resolveText(String field, String value) {
    byte[] bytes = resolve(field, value);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      char[] result = Arrays.copyOf(text.array(), text.remaining());
      Arrays.fill(text.array(), '\0');
      return result;
    } catch (CharacterCodingException e) {
      throw new ConfigException(field, value, "set a secret that is UTF-8 text");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The names of all secrets, in order; none while they cannot be opened. */
  List<String> names();

  /**
   * Why the secrets cannot be opened, and what would help; empty while they can.
   *
   * <p>Nothing is written then, so that what is there is not lost: {@link #set}, {@link #remove}
   * and {@link #rekey} fail until the reason is gone, or {@link #startAnew} was called.
   */
  String problem();

  /**
   * The documents that refer to each name, also to names of which there is no secret, in order and
   * relative to the configuration's directory.
   *
   * @throws IOException if they cannot be read
   */
  Map<String, List<String>> references() throws IOException;

  /**
   * Keeps a secret, in the place of an earlier one of that name. It is kept for good on return. The
   * array is still the caller's to wipe.
   *
   * @throws ConfigException if the name or the size cannot be used, or there are too many
   * @throws IOException if it cannot be kept; the earlier one is then still there, unless the
   *     message says that it was written
   */
  void set(String name, byte[] value) throws IOException;

  /**
   * Forgets a secret.
   *
   * @return whether there was one
   * @throws IOException as {@link #set}
   */
  boolean remove(String name) throws IOException;

  /**
   * Makes a new key and encrypts all secrets with it. The old key opens nothing any more but copies
   * made before.
   *
   * @throws IOException if that is not possible, with the reason
   */
  void rekey() throws IOException;

  /**
   * Sets secrets aside that cannot be opened, in a file of another name beside the old one, and
   * begins without any.
   *
   * @throws IOException if they can be opened, or the file cannot be moved
   */
  void startAnew() throws IOException;

  /**
   * Tells the name of each secret that was set, removed, or can be opened again, after it happened
   * and until the registration is closed. The listener must return soon and must not throw.
   */
  Registration onChange(Consumer<String> listener);
}
