package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.ConfigException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which broker, and how it is known to be the right one.
 *
 * @param host name or address
 * @param port TCP port
 * @param isTls whether the connection is encrypted
 * @param caFile PEM file of trusted authorities; null for those the system trusts
 * @param pin SHA-256 of the broker's certificate in lower-case hexadecimal, trusted whoever signed
 *     it; empty for none
 */
public record Server(String host, int port, boolean isTls, @Nullable Path caFile, String pin) {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int PIN_BYTES = 32;

  /**
   * Checks settings; does no I/O.
   *
   * @param port 0 for the usual one
   * @param caFile empty for none; relative to {@code folder}
   * @throws ConfigException naming {@code host}, {@code port}, {@code ca.file} or {@code pin}
   */
  public static Server of(
      String host, int port, boolean tls, String caFile, String pin, Path folder) {
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
      throw new ConfigException("host", host, "give the broker's name or address alone");
    }
    if (port < 0 || port > 65_535) {
      throw new ConfigException("port", port, "use 1 to 65535, or 0 for the usual one");
    }
    if (!tls && !caFile.isBlank()) {
      throw new ConfigException("ca.file", caFile, "use it with tls true only");
    }
    if (!tls && !pin.isBlank()) {
      throw new ConfigException("pin", pin, "use it with tls true only");
    }
    if (!pin.isBlank() && !caFile.isBlank()) {
      throw new ConfigException("pin", pin, "use either pin or ca.file");
    }
    int usual = tls ? TLS_PORT : PLAIN_PORT;
    return new Server(
        host.strip(), port == 0 ? usual : port, tls, file("ca.file", caFile, folder), hex(pin));
  }

  static @Nullable Path file(String field, String name, Path folder) {
    try {
      return name.isBlank() ? null : folder.resolve(name);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(field, name, "write the name of a file");
    }
  }

  private static String hex(String pin) {
    String digits = pin.replace(":", "").strip().toLowerCase(Locale.ROOT);
    try {
      if (digits.isEmpty() || HexFormat.of().parseHex(digits).length == PIN_BYTES) {
        return digits;
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException("pin", pin, "give the certificate's SHA-256, 64 hex digits");
    }
    throw new ConfigException("pin", pin, "give the certificate's SHA-256, 64 hex digits");
  }

  /** {@code mqtt://host:port}, for people. */
  public String url() {
    return (isTls ? "mqtts://" : "mqtt://") + authority();
  }

  String pahoUri() {
    return (isTls ? "ssl://" : "tcp://") + authority();
  }

  private String authority() {
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}
