package io.weir.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mosquitto as the cloud: can go away and come back with the sessions it knew. */
final class Mosquitto implements AutoCloseable {
  private final Path directory;
  private final int port;
  private @Nullable Peer peer;

  Mosquitto(Path directory) throws IOException {
    this.directory = directory;
    this.port = Peer.freePort();
    Files.createDirectories(directory.resolve("mosquitto"));
    Files.writeString(
        directory.resolve("mosquitto.conf"),
        String.join(
            "\n",
            "listener " + port + " 127.0.0.1",
            "allow_anonymous true",
            "user root",
            "persistence true",
            "persistence_location " + directory.resolve("mosquitto").toAbsolutePath() + "/",
            "max_queued_messages 0",
            "max_inflight_messages 0",
            ""));
    start();
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    peer =
        Peer.start(
            directory,
            "mosquitto",
            List.of("/usr/sbin/mosquitto", "-c", directory.resolve("mosquitto.conf").toString()));
    Eventually.until(
        "mosquitto on port " + port,
        () -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
  }

  void stop() {
    Peer running = peer;
    if (running != null) {
      running.close();
      peer = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
