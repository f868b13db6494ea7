package io.weir.mqtt;

import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How a broker is known to be the right one, and how the gateway shows who it is.
 *
 * @param caFile PEM file of trusted authorities, read at each connect; null for those the system
 *     trusts
 * @param pin SHA-256 of the broker's certificate or of its public key, in lower-case hexadecimal,
 *     trusted whoever signed it and whatever names stand in it; empty for none
 * @param identity the gateway's own certificate; null for none
 */
public record Tls(@Nullable Path caFile, String pin, @Nullable Identity identity) {
  /** What the system trusts. */
  public static final Tls SYSTEM = new Tls(null, "", null);

  private static final int PIN_BYTES = 32;

  /** A certificate of the gateway and its key, asked for at each connect. */
  public interface Identity {
    /**
     * The keys as they are now.
     *
     * @throws IOException saying what is wrong with them, and what would help
     */
    KeyManager[] keys() throws IOException;
  }

  /**
   * Reads a pin.
   *
   * @param pin 64 hexadecimal digits, with or without colons; empty for none
   * @throws ConfigException naming {@code pin}
   */
  public static String pin(String pin) {
    String digits = pin.replace(":", "").strip().toLowerCase(Locale.ROOT);
    try {
      if (digits.isEmpty() || HexFormat.of().parseHex(digits).length == PIN_BYTES) {
        return digits;
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException("pin", pin, Trust.PIN_FIX);
    }
    throw new ConfigException("pin", pin, Trust.PIN_FIX);
  }

  /** Whether the name in the broker's certificate must be its host's. */
  public boolean isNameChecked() {
    return pin.isEmpty();
  }
}
