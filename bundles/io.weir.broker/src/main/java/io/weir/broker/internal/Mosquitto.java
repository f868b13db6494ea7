package io.weir.broker.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Mosquitto behind the front, as a process of the gateway's: on loopback, and open only to who
 * knows this run's password. It gets a SIGTERM when the gateway dies, however that happens, and
 * then writes down what it keeps. Confined to the thread that makes it, which must live as long.
 */
final class Mosquitto implements Upstream {
  static final List<String> PLACES =
      List.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto");
  private static final int PATIENCE_SECONDS = 10;
  private static final int ITERATIONS = 101;
  private static final int KEY_BITS = 512;

  private final Path folder;
  private final String password;
  private final int port;
  private final Process process;

  /**
   * @param places where its program may be
   * @param folder for its settings and what it keeps
   * @param keeps whether it keeps anything over a restart
   */
  Mosquitto(List<String> places, Path folder, boolean keeps, int messageBytes)
      throws IOException, InterruptedException {
    this.folder = folder;
    String program = program(places);
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    endLast();
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    password = HexFormat.of().formatHex(random);
    port = freePort();
    Files.writeString(folder.resolve("passwords"), "front:" + hash(password) + "\n");
    Path settings = folder.resolve("mosquitto.conf");
    Files.writeString(settings, settings(keeps, messageBytes));
    process =
        new ProcessBuilder("setpriv", "--pdeathsig", "TERM", program, "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mosquitto.log").toFile())
            .start();
    Files.writeString(pidFile(), String.valueOf(process.pid()));
    awaitListening();
  }

  private static String program(List<String> places) throws IOException {
    for (String place : places) {
      if (Files.isExecutable(Path.of(place))) {
        return place;
      }
    }
    throw new IOException(
        "mosquitto is not installed; install it (apt install mosquitto) or set behind to embedded");
  }

  private Path pidFile() {
    return folder.resolve("pid");
  }

  /** That of a gateway that was killed may still be writing. */
  private void endLast() throws IOException, InterruptedException {
    if (!Files.exists(pidFile())) {
      return;
    }
    String pid = Files.readString(pidFile()).strip();
    ProcessHandle last =
        pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)).orElse(null) : null;
    if (last == null || !last.info().command().orElse("").endsWith("/mosquitto")) {
      return;
    }
    last.destroy();
    for (int i = 0; last.isAlive(); i++) {
      if (i == PATIENCE_SECONDS * 20) {
        throw new IOException("the last mosquitto, process " + pid + ", does not end");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** As mosquitto_passwd writes it. */
  private static String hash(String password) throws IOException {
    byte[] salt = new byte[12];
    new SecureRandom().nextBytes(salt);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
              .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, KEY_BITS))
              .getEncoded();
      Base64.Encoder base64 = Base64.getEncoder();
      return "$7$%d$%s$%s"
          .formatted(ITERATIONS, base64.encodeToString(salt), base64.encodeToString(key));
    } catch (GeneralSecurityException e) {
      throw new IOException("no password for mosquitto can be made: " + e.getMessage(), e);
    }
  }

  private String settings(boolean keeps, int messageBytes) {
    return """
        user %s
        listener %d 127.0.0.1
        allow_anonymous false
        password_file %s
        persistence %b
        persistence_location %s/
        autosave_interval 10
        persistent_client_expiration 7d
        max_queued_messages 1000
        message_size_limit %d
        set_tcp_nodelay true
        sys_interval 0
        connection_messages false
        log_dest stdout
        log_type error
        """
        .formatted(
            System.getProperty("user.name"),
            port,
            folder.resolve("passwords"),
            keeps,
            folder,
            messageBytes);
  }

  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      String failure = failure();
      if (failure != null) {
        throw new IOException(failure);
      }
      try (Socket probe = new Socket()) {
        probe.connect(address(), 1_000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          close();
          throw new IOException("mosquitto does not listen: " + e.getMessage(), e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public byte[] password() {
    return password.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public boolean keepsAll() {
    return true;
  }

  @Override
  public boolean hasLetIn(int clientPort) {
    return true;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public @Nullable String failure() {
    return process.isAlive()
        ? null
        : "mosquitto ended with %d; see %s"
            .formatted(process.exitValue(), folder.resolve("mosquitto.log"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
