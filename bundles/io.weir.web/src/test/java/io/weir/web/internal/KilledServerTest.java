package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a process that was killed leaves behind does not keep the next one from its port. */
class KilledServerTest {
  /** The process that is killed: listens, lets one in, says so and waits. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws IOException {
      ServerSocketChannel server = HttpsConnector.bind(loopback(0));
      System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
      try (SocketChannel client = server.accept()) {
        System.out.println("open " + client.isConnected());
        System.in.read();
      }
    }
  }

  @Test
  void itsPortIsFreeAlthoughAConnectionIsNotOverYet() throws Exception {
    Process victim = start();
    try (BufferedReader says =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
      int port = Integer.parseInt(says.readLine());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(says.readLine()).isEqualTo("open true");

        assertThat(victim.destroyForcibly().waitFor(120, TimeUnit.SECONDS)).isTrue();

        assertThat(client.isClosed()).isFalse();
        try (ServerSocketChannel next = HttpsConnector.bind(loopback(port))) {
          assertThat(next.getLocalAddress()).isEqualTo(loopback(port));
        }
      }
    } finally {
      victim.destroyForcibly();
    }
  }

  private static Process start() {
    try {
      return new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName()))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
