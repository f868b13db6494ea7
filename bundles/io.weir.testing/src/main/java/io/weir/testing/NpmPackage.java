package io.weir.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests fetch with npm, once, into the user's cache. Any thread. */
public final class NpmPackage {
  private static final Pattern NO_NETWORK =
      Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH");

  private NpmPackage() {}

  /**
   * The folder {@code node_modules} with a package and what it needs. The test is skipped when npm
   * cannot be reached.
   *
   * <p>Guarded from other processes by a lock on a file, and from tests of this one by itself.
   */
  public static synchronized Path modules(String name, String version)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(cache().resolve("weir"));
    Path ready = folder.resolve(name + "-" + version);
    try (FileChannel file =
            FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      assertThat(lock.isValid()).isTrue();
      if (!Files.isDirectory(ready)) {
        Path fresh = Files.createTempDirectory(folder, name + "-");
        install(fresh, name + "@" + version);
        Files.move(fresh, ready);
      }
    }
    return ready.resolve("node_modules");
  }

  private static Path cache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(cache);
  }

  private static void install(Path folder, String what) throws IOException, InterruptedException {
    Process npm =
        new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), what)
            .redirectErrorStream(true)
            .start();
    String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
    if (npm.waitFor() != 0) {
      Assumptions.assumeFalse(
          NO_NETWORK.matcher(said).find(), "npm cannot be reached to fetch " + what + ": " + said);
      throw new AssertionError("npm install " + what + " fails: " + said);
    }
  }
}
