package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The system clock of a running gateway jumps by ten years, forth and back and back again. */
class ClockJumpTest {
  private static final long PERIOD_NANOS = 50_000_000;
  private static final long YEAR_MICROS = 365L * 86_400 * 1_000_000;

  @Test
  void nothingIsStuckDoneTwiceOrLost() throws Exception {
    try (Site site = new Site("clock-jump", "50ms")) {
      Skew skew = new Skew(site.directory);
      site.gateway.startBy(skew.command());
      Api api = new Api(site.gateway).signIn();
      goesOn(site);
      long begun = System.nanoTime();
      long first = latest(site);
      long before = clock(api);

      skew.set(Duration.ofDays(3650));
      Eventually.until("ten years ahead", () -> clock(api) > before + 9 * YEAR_MICROS);
      assertThat(api.part("clock").path("state").textValue()).isEqualTo("degraded");
      assertThat(api.part("clock").path("reason").textValue()).isEqualTo("jump");
      goesOn(site);
      skew.set(Duration.ZERO);
      Eventually.until("back", () -> clock(api) < before + YEAR_MICROS);
      goesOn(site);
      skew.set(Duration.ofDays(-3650));
      goesOn(site);
      goesOn(site);
      assertThat(clock(api)).as("before this release: not believed").isGreaterThan(before);
      assertThat(latest(site) - first)
          .as("reads in %d ms", (System.nanoTime() - begun) / 1_000_000)
          .isLessThanOrEqualTo((System.nanoTime() - begun) / PERIOD_NANOS + 2);
      Eventually.until(
          "all of it in the cloud", () -> site.cloud.completeUpTo() == site.cloud.last());
      List<Long> counts = counts(site);
      for (int i = 1; i < counts.size(); i++) {
        assertThat(counts.get(i) - counts.get(i - 1)).as("after %d", counts.get(i - 1)).isOne();
      }
    }
  }

  private static long clock(Api api) throws Exception {
    JsonNode status = api.get("status");
    return status.get("time").longValue();
  }

  /** Another second's samples arrive. */
  private static void goesOn(Site site) {
    long now = counts(site).size();
    Eventually.until("more samples", () -> counts(site).size() >= now + 20);
  }

  private static long latest(Site site) {
    List<Long> counts = counts(site);
    return counts.get(counts.size() - 1);
  }

  private static List<Long> counts(Site site) {
    return site.cloud.samples("boiler", "count").stream()
        .filter(sample -> sample.quality().equals("good"))
        .map(sample -> (Long) sample.value())
        .toList();
  }

  /** Moves the calendar of a process. */
  private static final class Skew {
    private final Path library;
    private final Path file;

    Skew(Path directory) throws IOException, InterruptedException {
      library = directory.resolve("skew.so");
      file = directory.resolve("skew");
      Files.write(file, new byte[Long.BYTES]);
      Process compiler =
          new ProcessBuilder(
                  "cc",
                  "-shared",
                  "-fPIC",
                  "-O1",
                  "-o",
                  library.toString(),
                  "src/test/resources/skew.c")
              .inheritIO()
              .start();
      assertThat(compiler.waitFor()).as("cc, of build-essential").isZero();
    }

    List<String> command() {
      return List.of("env", "LD_PRELOAD=" + library, "SKEW=" + file);
    }

    /** In one write, as the process has the file mapped. */
    void set(Duration by) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(bytes.putLong(0, by.toSeconds()), 0);
      }
    }
  }
}
