package io.weir.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code slave.py}: a boiler behind Modbus, made with pymodbus. Can go away and come back. */
final class Slave implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/resources/slave.py");

  private final Path directory;
  private final Transport transport;
  private final @Nullable Cable cable;
  private final @Nullable Certificate certificate;
  private Peer peer;
  private BufferedReader answers;
  private int port;

  Slave(Path directory) throws IOException {
    this(directory, Transport.TCP);
  }

  Slave(Path directory, Transport transport) throws IOException {
    this.directory = directory;
    this.transport = transport;
    Files.createDirectories(directory);
    cable = transport.isSerial() ? new Cable(directory) : null;
    certificate = transport == Transport.TLS ? Certificate.make(directory) : null;
    peer = talk();
    answers = answers(peer);
    port = Integer.parseInt(answer());
  }

  private Peer talk() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/python3", "-u", SCRIPT.toString(), transport.toString()));
    command.add(cable == null ? String.valueOf(port) : cable.theirs().toString());
    if (certificate != null) {
      command.add(certificate.pem().toString());
      command.add(certificate.key().toString());
    }
    return Peer.talk(directory, "slave", command);
  }

  private static BufferedReader answers(Peer peer) {
    return peer.process().inputReader(StandardCharsets.US_ASCII);
  }

  int port() {
    return port;
  }

  /** A connection to it, but for the time-out. */
  String settings() {
    String kind = "\"transport\":\"" + transport + "\",";
    if (cable != null) {
      // A cable of this kind has 8 data bits and nothing else.
      return kind
          + "\"port.name\":\"%s\",\"parity\":\"none\",\"data.bits\":8,\"stop.bits\":1"
              .formatted(cable.ours());
    }
    String place = kind + "\"host\":\"127.0.0.1\",\"port\":" + port;
    return certificate == null ? place : place + ",\"tls.ca\":\"" + certificate.pem() + "\"";
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

  /** Ends it as power does. */
  synchronized void kill() {
    peer.kill();
  }

  /** Starts it again where it was, with the values of the beginning. */
  synchronized void restart() throws IOException {
    peer = talk();
    answers = answers(peer);
    answer();
  }

  @Override
  public void close() {
    peer.close();
    if (cable != null) {
      cable.close();
    }
  }
}
