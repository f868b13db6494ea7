package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person at the gateway's own terminal. */
class ShellTest {
  @Test
  void theCommandsAnswerAndTheEndOfInputStopsTheGateway() throws Exception {
    Path directory = Path.of("target/itest/shell").toAbsolutePath();
    GatewayProcess gateway = new GatewayProcess(directory);
    try (Peer peer = Peer.talk(directory, "gateway", gateway.command("--shell"))) {
      Eventually.until("the API", () -> new Api(gateway).hello().has("product"));
      try (OutputStream in = peer.process().getOutputStream()) {
        in.write("weir:status\nweir:uplinks\nweir:devices\n".getBytes(StandardCharsets.UTF_8));
      }

      List<String> lines = new ArrayList<>();
      try (BufferedReader out = peer.process().inputReader(StandardCharsets.UTF_8)) {
        out.lines().forEach(lines::add);
      }

      assertThat(lines)
          .anyMatch(line -> line.matches(".*PART +STATE +REASON +SINCE +MESSAGE"))
          .anyMatch(line -> line.matches("web +ok .*"))
          .anyMatch(line -> line.contains("No uplink is configured"))
          .anyMatch(line -> line.contains("No device is configured"));
    }
  }
}
