package io.weir.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code slave.py}: a boiler behind Modbus TCP, made with pymodbus. */
final class Slave implements AutoCloseable {
  private final Peer peer;
  private final BufferedReader answers;
  private final int port;

  Slave(Path directory) throws IOException {
    peer =
        Peer.talk(
            directory,
            "slave",
            List.of("/usr/bin/python3", "-u", Path.of("src/test/resources/slave.py").toString()));
    answers = peer.process().inputReader(StandardCharsets.US_ASCII);
    port = Integer.parseInt(answer());
  }

  int port() {
    return port;
  }

  /** Sets the flow temperature in tenths of a degree. */
  void temperature(int tenths) {
    ask("temperature " + tenths);
  }

  /** Whether the bypass valve is open. */
  boolean isValveOpen() {
    return ask("valve").equals("1");
  }

  int setpoint() {
    return Integer.parseInt(ask("setpoint"));
  }

  /** How often the counter was read, which is its value. */
  long reads() {
    return Long.parseLong(ask("reads"));
  }

  private synchronized String ask(String question) {
    try {
      peer.process().getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
      peer.process().getOutputStream().flush();
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the slave ended; scripts/test installs python3-pymodbus, see its log");
    }
    return line;
  }

  @Override
  public void close() {
    peer.close();
  }
}
