package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.ConfigException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who the gateway is to the broker.
 *
 * @param clientId must be the broker's only one of this name
 * @param username empty for none
 * @param passwordFile file that holds the password; null for none
 * @param isPersistent whether the broker keeps subscriptions and what is not acknowledged while the
 *     gateway is away
 */
public record Login(
    String clientId, String username, @Nullable Path passwordFile, boolean isPersistent) {
  private static final int MAX_ID = 128;

  /**
   * Checks settings; does no I/O.
   *
   * @param passwordFile empty for none; relative to {@code folder}
   * @param session {@code clean} or {@code persistent}
   * @throws ConfigException naming {@code client.id}, {@code username}, {@code password.file} or
   *     {@code session}
   */
  public static Login of(
      String clientId, String username, String passwordFile, String session, Path folder) {
    if (clientId.isBlank() || clientId.length() > MAX_ID || hasControls(clientId)) {
      throw new ConfigException("client.id", clientId, "use 1 to " + MAX_ID + " printable letters");
    }
    if (username.isBlank() && !passwordFile.isBlank()) {
      throw new ConfigException("username", null, "give the user the password.file belongs to");
    }
    boolean persistent = "persistent".equals(session);
    if (!persistent && !"clean".equals(session)) {
      throw new ConfigException("session", session, "use clean or persistent");
    }
    return new Login(
        clientId, username, Server.file("password.file", passwordFile, folder), persistent);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7F);
  }
}
