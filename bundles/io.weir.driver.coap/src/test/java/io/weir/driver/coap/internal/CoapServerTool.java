package io.weir.driver.coap.internal;

import io.weir.testing.PushBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** libcoap's {@code coap-server}: a host that is not our own code. */
final class CoapServerTool implements AutoCloseable {
  private static final String PROGRAM = "coap-server-gnutls";

  private final int port;
  private final Process process;

  private CoapServerTool(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Starts it with resources that can be made by a PUT, and waits until it answers. */
  static CoapServerTool start(String... more) throws Exception {
    int port = Fixtures.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAM, "-A", "127.0.0.1", "-p", String.valueOf(port), "-d", "50"));
    command.addAll(List.of(more));
    CoapServerTool tool =
        new CoapServerTool(
            port,
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    PushBench.until(
        PROGRAM, () -> CoapClientTool.run("-B", "2", tool.uri("/")).out().contains("libcoap"));
    return tool;
  }

  int port() {
    return port;
  }

  /** The port for DTLS: it takes the next one. */
  int securedPort() {
    return port + 1;
  }

  String uri(String path) {
    return "coap://127.0.0.1:" + port + path;
  }

  /** Puts a value there by libcoap's client. */
  void put(String path, int format, String value) throws Exception {
    CoapClientTool.Said said =
        CoapClientTool.run("-m", "put", "-t", String.valueOf(format), "-e", value, uri(path));
    if (!said.errors().isEmpty()) {
      throw new AssertionError(said.errors());
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
  }
}
