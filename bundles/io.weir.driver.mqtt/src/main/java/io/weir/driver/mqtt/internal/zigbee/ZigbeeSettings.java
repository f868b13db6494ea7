package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.model.ConfigException;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.security.SecretStore;
import io.weir.driver.mqtt.internal.link.Limits;
import io.weir.driver.mqtt.internal.link.Login;
import io.weir.driver.mqtt.internal.link.Opener;
import io.weir.driver.mqtt.internal.link.Server;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were checked.
 *
 * @param connection name of the connection
 * @param opener makes links to the broker
 * @param base base topic of zigbee2mqtt
 * @param timeoutMillis how long an answer is waited for
 */
record ZigbeeSettings(
    String connection, Login login, Opener opener, Limits limits, String base, int timeoutMillis) {

  /**
   * Checks a configuration; does no I/O.
   *
   * @param folder what relative file names are relative to
   * @throws ConfigException naming the first field that is wrong
   */
  static ZigbeeSettings of(
      ZigbeeConfig config,
      String pid,
      String gateway,
      Path folder,
      SecretStore secrets,
      @Nullable MqttHub hub) {
    String connection = pid.substring(pid.indexOf('~') + 1);
    String id = config.client_id();
    Login login =
        Login.of(
            id.isBlank() ? "weir-" + gateway + "-" + connection : id,
            config.username(),
            config.password(),
            "clean",
            secrets);
    if (config.timeout_ms() < 100 || config.timeout_ms() > 60_000) {
      throw new ConfigException(
          "timeout.ms", config.timeout_ms(), "give a number from 100 to 60000");
    }
    Server server =
        Server.of(
            config.host(), config.port(), config.tls(), config.ca_file(), config.pin(), folder);
    Limits limits =
        Limits.of(
            config.connect_timeout_ms(),
            config.keep_alive_s(),
            config.queue(),
            config.max_message_kb());
    return new ZigbeeSettings(
        connection,
        login,
        Opener.of(config.link(), server, login, limits, hub),
        limits,
        base(config.base_topic()),
        config.timeout_ms());
  }

  private static String base(String topic) {
    boolean isTopic =
        !topic.isBlank()
            && topic.length() <= 200
            && !topic.startsWith("/")
            && !topic.endsWith("/")
            && topic.chars().noneMatch(c -> c == '+' || c == '#' || c < ' ');
    if (!isTopic) {
      throw new ConfigException(
          "base.topic", topic, "write it as in zigbee2mqtt, without + or # or a slash at its ends");
    }
    return topic;
  }
}
