package io.weir.broker.internal;

import io.weir.api.model.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were found usable.
 *
 * @param host address to listen on
 * @param port port without TLS, 0 for a free one, -1 for none
 * @param tlsPort port with TLS, 0 for a free one, -1 for none
 * @param users who may log in and what they may do
 * @param folder where messages and sessions are kept, null for memory alone
 * @param mosquitto directory of the mosquitto behind, null for the embedded broker
 * @param recorded filters of topics whose messages must be recorded
 * @param limits what one client and all of them may take
 */
record BrokerSettings(
    InetAddress host,
    int port,
    int tlsPort,
    Users users,
    @Nullable Path folder,
    @Nullable Path mosquitto,
    List<String> recorded,
    Limits limits) {

  /**
   * What clients may take.
   *
   * @param messageBytes bytes of the largest message
   * @param connections most connections
   * @param perAddress most connections of one address
   * @param rate messages a second of one client
   * @param recordMillis how long a message may wait to be recorded
   */
  record Limits(int messageBytes, int connections, int perAddress, int rate, int recordMillis) {}

  static BrokerSettings of(BrokerConfig config, @Nullable String data) {
    Users users =
        Users.of(config.users(), config.passwords(), config.clients(), config.permissions());
    InetAddress host = address(config.host());
    int port = port("port", config.port());
    int tlsPort = port("tls.port", config.tls_port());
    if (port < 0 && tlsPort < 0) {
      throw new ConfigException("port", port, "use 0 to 65535, or set tls.port");
    }
    if (!host.isLoopbackAddress()) {
      beyondLoopback(config, users, port);
    }
    return new BrokerSettings(
        host,
        port,
        tlsPort,
        users,
        folder(config.kept(), data),
        mosquitto(config.behind(), data),
        recorded(config.recorded()),
        limits(config));
  }

  private static void beyondLoopback(BrokerConfig config, Users users, int port) {
    if (users.isOpen()) {
      throw new ConfigException(
          "host",
          config.host(),
          "use 127.0.0.1, or set users: without them the broker asks nobody for a password");
    }
    boolean anywhere =
        switch (config.plain()) {
          case "anywhere" -> true;
          case "loopback" -> false;
          default -> throw new ConfigException("plain", config.plain(), "use loopback or anywhere");
        };
    if (port >= 0 && !anywhere) {
      throw new ConfigException(
          "port",
          port,
          "use -1 and set tls.port, or set plain to anywhere if passwords and values may be read"
              + " on the way");
    }
  }

  private static Limits limits(BrokerConfig config) {
    return new Limits(
        within("message.bytes", config.message_bytes(), 1024, 16 << 20),
        within("connections", config.connections(), 1, 10_000),
        within("connections.address", config.connections_address(), 1, 10_000),
        within("client.rate", config.client_rate(), 1, 100_000),
        within("record.timeout.ms", config.record_timeout_ms(), 100, 600_000));
  }

  private static @Nullable Path mosquitto(String behind, @Nullable String data) {
    return switch (behind) {
      case "embedded" -> null;
      case "mosquitto" -> data(data).resolve("broker-mosquitto").toAbsolutePath();
      default -> throw new ConfigException("behind", behind, "use embedded or mosquitto");
    };
  }

  private static List<String> recorded(String[] filters) {
    for (String filter : filters) {
      if (!TopicFilter.isValid(filter)) {
        throw new ConfigException("recorded", filter, "write a topic filter, such as site/#");
      }
    }
    return List.of(filters);
  }

  private static @Nullable Path folder(String kept, @Nullable String data) {
    return switch (kept) {
      case "memory" -> null;
      case "disk" -> data(data).resolve("broker");
      default -> throw new ConfigException("kept", kept, "use disk or memory");
    };
  }

  private static Path data(@Nullable String data) {
    if (data == null) {
      throw new ConfigException("weir.data", null, "set the framework property to a directory");
    }
    return Path.of(data);
  }

  private static int port(String field, int value) {
    return within(field, value, -1, 65_535);
  }

  private static int within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigException(field, value, "use %d to %d".formatted(least, most));
    }
    return value;
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ConfigException("host", host, "use an address of this machine, such as 127.0.0.1");
    }
  }
}
