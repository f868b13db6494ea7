package io.weir.mqtt;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;

/** What proves who the gateway is: asked for at each connect, never kept or printed. */
@FunctionalInterface
public interface Password {
  /**
   * The password in UTF-8, as it is sent; wiped after use.
   *
   * @throws IOException saying why there is none, and what would help
   */
  byte[] bytes() throws IOException;

  /**
   * The password in the secrets.
   *
   * @param reference {@code secret:<name>}
   */
  static Password of(SecretStore secrets, String reference) {
    return () -> {
      try {
        return secrets.resolve("password", reference);
      } catch (ConfigException e) {
        throw new IOException(e.getMessage(), e);
      }
    };
  }
}
