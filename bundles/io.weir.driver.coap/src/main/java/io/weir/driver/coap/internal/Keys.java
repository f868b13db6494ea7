package io.weir.driver.coap.internal;

import io.weir.api.driver.ConnectionException;

/** Where secrets are found by the reference that stands in a setting. */
@FunctionalInterface
interface Keys {
  /** What a reference begins with. */
  String PREFIX = "secret:";

  /** No store of secrets is there. */
  Keys NONE =
      (field, reference) -> {
        throw new ConnectionException(
            field
                + ": '"
                + reference
                + "' cannot be looked up, there is no secret store; use psk.file",
            null);
      };

  /**
   * The secret that a setting refers to.
   *
   * @param field the setting, to be named in an error
   * @param reference what it holds
   * @throws ConnectionException if there is no such secret
   */
  byte[] resolve(String field, String reference) throws ConnectionException;
}
