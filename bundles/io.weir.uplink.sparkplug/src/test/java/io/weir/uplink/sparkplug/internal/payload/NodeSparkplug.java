package io.weir.uplink.sparkplug.internal.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.NpmPackage;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The npm package sparkplug-payload, fetched once into the user's cache. */
final class NodeSparkplug {
  private static final String VERSION = "1.0.3";
  private static final Path SOURCES = Path.of("src/test/resources/sparkplug-payload");

  private NodeSparkplug() {}

  /** Runs one of the scripts; what it prints. The test is skipped when npm cannot be reached. */
  static String run(String script, List<byte[]> payloads) throws Exception {
    Process node =
        new ProcessBuilder(
                "node",
                SOURCES.resolve(script).toAbsolutePath().toString(),
                NpmPackage.modules("sparkplug-payload", VERSION).toString())
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = node.getOutputStream()) {
      for (byte[] each : payloads) {
        in.write(Base64.getEncoder().encode(each));
        in.write('\n');
      }
    }
    String said = new String(node.getInputStream().readAllBytes(), UTF_8);
    assertThat(node.waitFor()).as(said).isZero();
    return said;
  }
}
