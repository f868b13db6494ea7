package io.weir.broker.internal;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Moquette behind the front: on loopback, and open only to who knows this run's password. */
final class EmbeddedBroker implements Upstream {
  private final Server server = new Server();
  private final byte[] password = newPassword();
  private final int port = freePort();

  EmbeddedBroker(@Nullable Path folder, int messageBytes) throws IOException {
    server.startServer(
        new MemoryConfig(properties(port, folder, messageBytes)),
        List.of(),
        null,
        (clientId, user, given) -> given != null && MessageDigest.isEqual(given, password),
        new PermitAllAuthorizatorPolicy());
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Moquette can take a free port by itself, but not tell it safely. */
  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  @Override
  public byte[] password() {
    return password.clone();
  }

  /** Moquette forgets retained messages of quality of service 0. */
  @Override
  public boolean keepsAll() {
    return false;
  }

  @Override
  public boolean hasLetIn(int clientPort) {
    return server.listConnectedClients().stream()
        .anyMatch(client -> client.getPort() == clientPort);
  }

  @Override
  public @Nullable String failure() {
    return null;
  }

  private static byte[] newPassword() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
  }

  private static Properties properties(int port, @Nullable Path folder, int messageBytes)
      throws IOException {
    Properties properties = new Properties();
    properties.setProperty("host", InetAddress.getLoopbackAddress().getHostAddress());
    properties.setProperty("port", String.valueOf(port));
    properties.setProperty("netty.mqtt.message_size", String.valueOf(messageBytes));
    properties.setProperty("allow_anonymous", "false");
    properties.setProperty("allow_zero_byte_client_id", "true");
    properties.setProperty("telemetry_enabled", "false");
    properties.setProperty("netty.epoll", "false");
    properties.setProperty("intercept.thread_pool.size", "1");
    // What waits for a client that is away has these bounds only.
    properties.setProperty("session_queue_size", "1000");
    properties.setProperty("persistent_client_expiration", folder == null ? "60s" : "7d");
    properties.setProperty("persistence_enabled", String.valueOf(folder != null));
    if (folder != null) {
      properties.setProperty("data_path", Files.createDirectories(folder).toString());
      properties.setProperty("autosave_interval", "1");
    }
    return properties;
  }

  @Override
  public void close() {
    server.stopServer();
  }
}
