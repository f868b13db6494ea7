package io.weir.uplink.mqtt.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;

/**
 * The password of an uplink: asked of the secrets at each connect, never kept or printed.
 *
 * @param reference {@code secret:<name>}
 */
record Password(SecretStore secrets, String reference) {
  private static final String FIELD = "password";

  /** The password as it is sent; the caller's to wipe. */
  byte[] bytes() throws IOException {
    try {
      return secrets.resolve(FIELD, reference);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The password as text; the caller's to wipe. */
  char[] chars() throws IOException {
    try {
      return secrets.resolveText(FIELD, reference);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
