package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;

/**
 * Who the gateway is to the broker.
 *
 * @param clientId must be the broker's only one of this name
 * @param username empty for none
 * @param password {@code secret:<name>}; empty for none
 * @param isPersistent whether the broker keeps subscriptions and what is not acknowledged while the
 *     gateway is away
 */
public record Login(
    String clientId, String username, String password, boolean isPersistent, SecretStore secrets) {
  private static final int MAX_ID = 128;

  /**
   * Checks settings; does no I/O.
   *
   * @param password a reference, empty for none
   * @param session {@code clean} or {@code persistent}
   * @throws ConfigException naming {@code client.id}, {@code username}, {@code password} or {@code
   *     session}
   */
  public static Login of(
      String clientId, String username, String password, String session, SecretStore secrets) {
    if (clientId.isBlank() || clientId.length() > MAX_ID || hasControls(clientId)) {
      throw new ConfigException("client.id", clientId, "use 1 to " + MAX_ID + " printable letters");
    }
    if (!password.isEmpty()) {
      SecretStore.name("password", password);
    }
    if (username.isBlank() && !password.isEmpty()) {
      throw new ConfigException("username", null, "give the user the password belongs to");
    }
    boolean persistent = "persistent".equals(session);
    if (!persistent && !"clean".equals(session)) {
      throw new ConfigException("session", session, "use clean or persistent");
    }
    return new Login(clientId, username, password, persistent, secrets);
  }

  boolean hasPassword() {
    return !password.isEmpty();
  }

  /** The password as it is now, to be wiped. */
  byte[] secret() throws IOException {
    try {
      return secrets.resolve("password", password);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7F);
  }
}
