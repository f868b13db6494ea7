package io.weir.uplink.sparkplug.internal.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The npm package sparkplug-payload, fetched once into the user's cache. */
final class NodeSparkplug {
  private static final String VERSION = "1.0.3";
  private static final Path SOURCES = Path.of("src/test/resources/sparkplug-payload");
  private static final Pattern NO_NETWORK =
      Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH");

  private NodeSparkplug() {}

  /** Runs one of the scripts; what it prints. The test is skipped when npm cannot be reached. */
  static String run(String script, List<byte[]> payloads) throws Exception {
    Process node =
        new ProcessBuilder(
                "node", SOURCES.resolve(script).toAbsolutePath().toString(), installed().toString())
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

  /** Guarded from other processes by the lock, and from tests of this one by itself. */
  private static synchronized Path installed() throws Exception {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path folder = Files.createDirectories(home.resolve("weir"));
    Path ready = folder.resolve("sparkplug-payload-" + VERSION);
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("sparkplug-payload.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      if (!Files.isDirectory(ready)) {
        Path fresh = Files.createTempDirectory(folder, "sparkplug-payload-");
        install(fresh);
        Files.move(fresh, ready);
      }
    }
    return ready.resolve("node_modules");
  }

  private static void install(Path folder) throws Exception {
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                folder.toString(),
                "sparkplug-payload@" + VERSION)
            .redirectErrorStream(true)
            .start();
    String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
    if (npm.waitFor() != 0) {
      Assumptions.assumeFalse(
          NO_NETWORK.matcher(said).find(), "npm cannot be reached for sparkplug-payload: " + said);
      throw new AssertionError("npm install sparkplug-payload@" + VERSION + " fails: " + said);
    }
  }
}
