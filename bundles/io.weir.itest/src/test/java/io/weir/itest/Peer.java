package io.weir.itest;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of a test: started, killed, and never left behind. */
final class Peer implements AutoCloseable {
  private final String name;
  private final Process process;

  /** Starts it; what it says as an error goes into a log beside its standard output's. */
  static Peer start(Path directory, String name, List<String> command) throws IOException {
    Files.createDirectories(directory);
    File log = directory.resolve(name + ".log").toFile();
    return new Peer(
        name,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start());
  }

  /** Starts it, its standard input and output in the test's hands. */
  static Peer talk(Path directory, String name, List<String> command) throws IOException {
    Files.createDirectories(directory);
    File log = directory.resolve(name + ".log").toFile();
    return new Peer(
        name,
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log)).start());
  }

  private Peer(String name, Process process) {
    this.name = name;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  Process process() {
    return process;
  }

  /** Ends it as power does. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks it to end. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not end within 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A port that was free a moment ago, for peers that cannot pick one themselves. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
