package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;

/** Where secrets are found by the reference that stands in a setting. */
@FunctionalInterface
interface Keys {
  /**
   * The secret that a setting refers to.
   *
   * @param field the setting, to be named in an error
   * @param reference what it holds
   * @throws ConnectionException if there is no such secret
   */
  byte[] resolve(String field, String reference) throws ConnectionException;

  /** Those of the gateway. */
  static Keys of(SecretStore secrets) {
    return (field, reference) -> {
      try {
        return secrets.resolve(field, reference);
      } catch (ConfigException e) {
        throw new ConnectionException(String.valueOf(e.getMessage()), e);
      }
    };
  }
}
