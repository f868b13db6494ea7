package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** {@code slave.py}, a Modbus slave that is not our own code, on a port it picks. */
final class PymodbusSlave implements AutoCloseable {
  private final Process process;
  private final int port;

  PymodbusSlave() throws IOException {
    process =
        new ProcessBuilder("/usr/bin/python3", "src/test/resources/slave.py")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException(
          "the slave did not start; run scripts/test, which installs python3-pymodbus,"
              + " python3-serial and python3-serial-asyncio");
    }
    port = Integer.parseInt(line);
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the slave ended", e);
    }
  }
}
