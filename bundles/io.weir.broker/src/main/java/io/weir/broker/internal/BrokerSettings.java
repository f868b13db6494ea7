package io.weir.broker.internal;

import io.weir.api.model.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;

/**
 * Settings that were found usable.
 *
 * @param host loopback address to listen on
 * @param port port to listen on, 0 for a free one
 * @param messageBytes bytes of the largest message
 */
record BrokerSettings(InetAddress host, int port, int messageBytes) {
  static BrokerSettings of(BrokerConfig config) {
    return of(config.host(), config.port(), config.message_bytes());
  }

  static BrokerSettings of(String host, int port, int messageBytes) {
    if (port < 0 || port > 65_535) {
      throw new ConfigException("port", port, "use 0 to 65535");
    }
    if (messageBytes < 1024 || messageBytes > 16 << 20) {
      throw new ConfigException("message.bytes", messageBytes, "use 1024 to 16777216");
    }
    return new BrokerSettings(loopback(host), port, messageBytes);
  }

  private static InetAddress loopback(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress()) {
        return address;
      }
    } catch (UnknownHostException e) {
      throw new ConfigException("host", host, "use 127.0.0.1");
    }
    throw new ConfigException(
        "host", host, "use 127.0.0.1: the broker asks nobody for a password and stays local");
  }

  /** As Moquette takes them: nothing kept on the card, nothing sent to its makers. */
  Properties toMoquette() {
    Properties properties = new Properties();
    properties.setProperty("host", host.getHostAddress());
    properties.setProperty("port", String.valueOf(port));
    properties.setProperty("netty.mqtt.message_size", String.valueOf(messageBytes));
    properties.setProperty("allow_anonymous", "true");
    properties.setProperty("allow_zero_byte_client_id", "true");
    properties.setProperty("persistence_enabled", "false");
    properties.setProperty("telemetry_enabled", "false");
    properties.setProperty("netty.epoll", "false");
    properties.setProperty("intercept.thread_pool.size", "1");
    // What waits for a client that is away is held in memory and has no other bound than this.
    properties.setProperty("persistent_client_expiration", "60s");
    return properties;
  }
}
