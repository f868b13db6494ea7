package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The system clock of a running gateway jumps by ten years, forth and back and back again. */
class ClockJumpTest {
  private static final long PERIOD_NANOS = 50_000_000;
  private static final long YEAR_MICROS = 365L * 86_400 * 1_000_000;

  @Test
  void nothingIsStuckDoneTwiceOrLost() throws Exception {
    try (Site site = new Site("clock-jump", "50ms")) {
      Path time = site.directory.resolve("time");
      Files.writeString(time, "+0");
      site.gateway.startBy(
          List.of(
              "env",
              "LD_PRELOAD=" + library(),
              "FAKETIME_TIMESTAMP_FILE=" + time,
              "FAKETIME_CACHE_DURATION=1",
              "FAKETIME_DONT_FAKE_MONOTONIC=1",
              "DONT_FAKE_MONOTONIC=1"));
      Api api = new Api(site.gateway).signIn();
      goesOn(site);
      long begun = System.nanoTime();
      long first = latest(site);
      long before = clock(api);

      Files.writeString(time, "+3650d");
      Eventually.until("ten years ahead", () -> clock(api) > before + 9 * YEAR_MICROS);
      assertThat(api.part("clock").path("state").textValue()).isEqualTo("degraded");
      assertThat(api.part("clock").path("reason").textValue()).isEqualTo("jump");
      goesOn(site);
      Files.writeString(time, "+0");
      Eventually.until("back", () -> clock(api) < before + YEAR_MICROS);
      goesOn(site);
      Files.writeString(time, "-3650d");
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

  private static Path library() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("/usr/lib"), 3)) {
      return files
          .filter(file -> file.endsWith("faketime/libfaketimeMT.so.1"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("install libfaketime, or run scripts/test"));
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
}
