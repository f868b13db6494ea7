package io.weir.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gateway as it ships, started by its own script on directories of the test. */
final class GatewayProcess implements AutoCloseable {
  private static final Path INSTALLATION = Path.of("../../distrib/gateway/target/weir");

  private final Path directory;
  private final int port;
  private @Nullable Peer peer;

  GatewayProcess(Path directory) throws IOException {
    this.directory = directory.toAbsolutePath();
    this.port = Peer.freePort();
    write("io.weir.web.cfg.json", "{\"host\":\"127.0.0.1\",\"port\":%d}".formatted(port));
  }

  /** Writes a document of the configuration. */
  void write(String name, String json) throws IOException {
    Path file = etc().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  Path etc() {
    return directory.resolve("etc");
  }

  Path data() {
    return directory.resolve("data");
  }

  int port() {
    return port;
  }

  /** What it has said, but for what goes to a shell. */
  String log() throws IOException {
    return Files.readString(directory.resolve("gateway.log"));
  }

  long pid() {
    return running().process().pid();
  }

  /** Starts it, and waits until it answers. */
  void start() throws IOException {
    peer = Peer.start(directory, "gateway", command());
    awaitAnswer();
  }

  /** Starts it by another command, such as {@code env}, which gets its own behind it. */
  void startBy(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(command());
    peer = Peer.start(directory, "gateway", whole);
    awaitAnswer();
  }

  /** Starts it with a shell on its standard input, and waits until it answers. */
  Peer startWithShell() throws IOException {
    Peer talking = Peer.talk(directory, "gateway", command("--shell"));
    peer = talking;
    Thread reading = new Thread(() -> drain(talking), "gateway-output");
    reading.setDaemon(true);
    reading.start();
    awaitAnswer();
    return talking;
  }

  private void drain(Peer talking) {
    try (var in = talking.process().getInputStream();
        var out = Files.newOutputStream(directory.resolve("gateway-shell.log"))) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    Eventually.until(
        "the gateway in " + directory + "; see its gateway.log",
        () -> {
          if (!running().process().isAlive()) {
            throw new IllegalStateException("it ended");
          }
          Api api = new Api(this).signIn();
          return api.get("devices").has("devices")
              && api.get("journal").has("lanes")
              && api.get("events").has("events");
        });
  }

  /** How it is started. */
  List<String> command(String... more) {
    if (!Files.exists(INSTALLATION.resolve("bin/weir"))) {
      throw new AssertionError(INSTALLATION + " is not built; run scripts/test");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                INSTALLATION.resolve("bin/weir").toString(),
                "--etc",
                etc().toString(),
                "--data",
                data().toString(),
                "--cache",
                Path.of("target/itest/cache").toAbsolutePath().toString(),
                "--id",
                "g1"));
    command.addAll(List.of(more));
    return command;
  }

  /** Ends it as a power cut does, but for what the operating system holds. */
  void kill() {
    running().kill();
  }

  void stop() {
    running().close();
  }

  private Peer running() {
    if (peer == null) {
      throw new IllegalStateException("the gateway was not started");
    }
    return peer;
  }

  @Override
  public void close() {
    if (peer != null) {
      peer.close();
    }
  }
}
