package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The threads of one broker; no other runs beside it. */
@Isolated
class ThreadsTest {
  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void make() {
    site = new Site(folder);
  }

  @AfterEach
  void stop() throws InterruptedException {
    site.stop();
  }

  @Test
  void itRunsOnFewThreadsAndLeavesNoneBehind() throws Exception {
    Site.await(() -> all() == 0);
    site.run(Map.of());
    site.client("mosquitto_pub", "-q", "1", "-t", "a", "-m", "b");
    assertThat(threads("nioEventLoopGroup")).isBetween(1L, 2L);
    Site.await(() -> site.counter("clients") == 0);
    site.stop();
    Site.await(() -> all() == 0);
    assertThat(Path.of(".moquette_uuid")).as("the makers' telemetry").doesNotExist();
  }

  private static long all() {
    return Stream.of("nioEventLoopGroup", "Session Executor", "weir-broker")
        .mapToLong(ThreadsTest::threads)
        .sum();
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
