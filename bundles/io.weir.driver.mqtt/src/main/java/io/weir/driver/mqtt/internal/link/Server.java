package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.ConfigException;
import io.weir.mqtt.Address;
import io.weir.mqtt.Tls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which broker, and how it is known to be the right one.
 *
 * @param host name or address
 * @param port TCP port
 * @param isTls whether the connection is encrypted
 * @param caFile PEM file of trusted authorities; null for those the system trusts
 * @param pin SHA-256 of the broker's certificate or of its public key in lower-case hexadecimal,
 *     trusted whoever signed it; empty for none
 */
public record Server(String host, int port, boolean isTls, @Nullable Path caFile, String pin) {
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
    int usual = (tls ? Address.Scheme.MQTTS : Address.Scheme.MQTT).usualPort();
    return new Server(
        host.strip(), port == 0 ? usual : port, tls, file("ca.file", caFile, folder), Tls.pin(pin));
  }

  static @Nullable Path file(String field, String name, Path folder) {
    try {
      return name.isBlank() ? null : folder.resolve(name);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(field, name, "write the name of a file");
    }
  }

  /** Where it listens. */
  Address address() {
    return new Address(isTls ? Address.Scheme.MQTTS : Address.Scheme.MQTT, host, port, "");
  }

  /** How it is known. */
  Tls tls() {
    return new Tls(caFile, pin, null);
  }

  /** {@code mqtt://host:port}, for people. */
  public String url() {
    return address().url();
  }
}
