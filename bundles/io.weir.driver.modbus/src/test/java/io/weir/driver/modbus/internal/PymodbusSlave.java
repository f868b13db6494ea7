package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code slave.py}, a Modbus slave that is not our own code, on a port it picks. */
final class PymodbusSlave implements AutoCloseable {
  private final Process slave;
  private final Map<String, Object> settings = new HashMap<>();
  private final int port;
  private @Nullable Cable cable;

  PymodbusSlave() throws IOException {
    this("tcp");
  }

  /** Speaks by this transport. */
  PymodbusSlave(String transport) throws IOException {
    settings.put("transport", transport);
    settings.put("timeout.ms", 30_000);
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/python3", "src/test/resources/slave.py", transport));
    switch (transport) {
      case "rtu", "ascii" -> {
        cable = new Cable();
        settings.putAll(cable.settings());
        command.add(cable.theirs().toString());
      }
      case "tls" -> command.addAll(certificates());
      default -> {
        // It picks a port.
      }
    }
    slave = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = slave.inputReader(StandardCharsets.US_ASCII);
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException(
          "the slave did not start; run scripts/test, which installs python3-pymodbus,"
              + " python3-serial and python3-serial-asyncio");
    }
    port = Integer.parseInt(line);
    if (port > 0) {
      settings.put("host", "127.0.0.1");
      settings.put("port", port);
    }
  }

  private List<String> certificates() throws IOException {
    Path folder = Files.createTempDirectory("weir-tls");
    String server = certificate(folder, "server");
    String client = certificate(folder, "client");
    settings.put("tls.ca", server + ".crt");
    settings.put("tls.certificate", client + ".crt");
    settings.put("tls.key", client + ".key");
    return List.of(server + ".crt", server + ".key", client + ".crt");
  }

  /** A certificate for 127.0.0.1 that signs itself; returns its path without suffix. */
  static String certificate(Path folder, String name) throws IOException {
    String path = folder.resolve(name).toString();
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                path + ".key",
                "-out",
                path + ".crt")
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(openssl.onExit().join().exitValue()).as(said).isZero();
    return path;
  }

  int port() {
    return port;
  }

  /** Settings of a connection to it. */
  Map<String, Object> settings() {
    return settings;
  }

  @Override
  public void close() throws IOException {
    slave.getOutputStream().close();
    assertThat(slave.onExit().orTimeout(30, TimeUnit.SECONDS).join().isAlive()).isFalse();
    if (cable != null) {
      cable.close();
    }
  }
}
