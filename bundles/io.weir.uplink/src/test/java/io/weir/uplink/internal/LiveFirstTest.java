package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.api.store.Gap;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveFirstTest {
  @TempDir Path folder;

  private PumpRig rig;

  @BeforeEach
  void begin() {
    rig = new PumpRig(folder, Map.of("batch.samples", 10, "in.flight", 4));
  }

  /** So many entries that waited for longer than is live. */
  private void pileUp(int entries) {
    rig.backlog(entries);
    rig.clock.advance(Duration.ofSeconds(30));
  }

  private static long first(String span) {
    return Long.parseLong(span.replaceAll(".* (\\d+)-\\d+", "$1"));
  }

  @Test
  void whatIsNewOvertakesWhatHasPiledUp() {
    pileUp(100);
    rig.connect();
    assertThat(rig.taken()).containsExactly("telemetry 1-10", "telemetry 11-20");
    rig.append(0);
    rig.step();
    assertThat(rig.transport.published.get(0).properties()).containsEntry("pending", "1-100");
    assertThat(rig.taken())
        .as("live does not wait for the backlog")
        .containsExactly("telemetry 101-101");
    rig.acknowledgeAll();
    assertEquals(20, rig.cursor());
    assertThat(rig.taken()).startsWith("telemetry 21-30");
    assertEquals(80, rig.gauge("backlog-telemetry"));
  }

  @Test
  void theTwoBecomeOneWhenTheBacklogIsGone() {
    pileUp(30);
    rig.connect();
    rig.append(0);
    rig.step();
    for (int i = 0; i < 10; i++) {
      rig.acknowledgeAll();
      rig.stepAfter(Duration.ofSeconds(1));
    }
    assertEquals(31, rig.cursor());
    assertEquals(0, rig.gauge("backlog-telemetry"));
    rig.taken();
    rig.append(0);
    rig.stepAfter(Duration.ofSeconds(1));
    assertThat(rig.transport.published.get(0).properties()).doesNotContainKey("pending");
    assertThat(rig.taken()).containsExactly("telemetry 32-32");
    rig.acknowledgeAll();
    assertEquals(32, rig.cursor());
  }

  @Test
  void fewEntriesAreNoBacklog() {
    pileUp(12);
    rig.connect();
    assertThat(rig.taken()).containsExactly("telemetry 1-10", "telemetry 11-12");
  }

  @Test
  void strictKeepsTheOrder() {
    rig.restart(Map.of("batch.samples", 10, "in.flight", 2, "order", "strict"));
    pileUp(100);
    rig.append(0);
    rig.connect();
    assertThat(rig.taken()).containsExactly("telemetry 1-10", "telemetry 11-20");
  }

  @Test
  void anotherOutageMakesAnotherEdgeAndNothingIsSentTwice() {
    pileUp(50);
    rig.connect();
    rig.append(0);
    rig.step();
    assertThat(rig.taken()).endsWith("telemetry 51-51");
    rig.acknowledgeAll();
    rig.taken();
    rig.transport.disconnect("gone");
    rig.step();
    pileUp(40);
    rig.connect();
    rig.append(0);
    rig.step();
    List<String> all = new ArrayList<>(rig.taken());
    assertThat(all).contains("telemetry 92-92");
    for (int i = 0; i < 20; i++) {
      rig.acknowledgeAll();
      rig.stepAfter(Duration.ofSeconds(1));
      all.addAll(rig.taken());
    }
    assertEquals(92, rig.cursor());
    assertThat(all).doesNotContain("telemetry 51-51").doesNotHaveDuplicates();
    assertThat(
            all.stream().filter(span -> !span.equals("telemetry 92-92")).map(LiveFirstTest::first))
        .as("the backlog is in order")
        .isSorted();
  }

  @Test
  void aRestartGoesOnWhereBothWere() {
    pileUp(100);
    rig.connect();
    rig.append(0);
    rig.step();
    rig.acknowledgeAll();
    assertEquals(20, rig.cursor());
    rig.restart();
    rig.append(0);
    rig.connect();
    rig.step();
    assertThat(rig.taken())
        .as("neither 1-20 nor 101")
        .contains("telemetry 21-30", "telemetry 102-102")
        .noneMatch(span -> first(span) <= 20 || first(span) == 101);
  }

  @Test
  void whileBothWaitTheBacklogGetsItsShare() {
    rig.restart(Map.of("batch.samples", 10, "in.flight", 2, "backlog.share", 25));
    pileUp(400);
    rig.connect();
    rig.acknowledgeAll();
    int[] sent = new int[2];
    for (int round = 0; round < 40; round++) {
      rig.taken();
      // Live data come faster than they go.
      for (int i = 0; i < 30; i++) {
        rig.append(0);
      }
      rig.acknowledgeAll();
      rig.taken().forEach(span -> sent[first(span) > 400 ? 1 : 0]++);
    }
    assertThat((double) sent[0] / (sent[0] + sent[1])).isBetween(0.2, 0.3);
  }

  @Test
  void onASlowConnectionLittleOfTheBacklogIsUnderWay() {
    rig.restart(Map.of("batch.samples", 1_000, "in.flight", 16));
    pileUp(20_000);
    rig.connect();
    for (int i = 0; i < 12; i++) {
      rig.clock.advance(Duration.ofSeconds(4));
      rig.acknowledgeAll();
    }
    assertEquals(1, rig.transport.open.size());
    String[] span = rig.transport.openSpans().get(0).replace("telemetry ", "").split("-");
    assertThat(Long.parseLong(span[1]) - Long.parseLong(span[0])).isLessThan(200);
    int most = 0;
    for (int i = 0; i < 60; i++) {
      rig.acknowledgeAll();
      most = Math.max(most, rig.transport.open.size());
    }
    assertThat(most).isGreaterThan(3);
  }

  @Test
  void aGapInTheBacklogIsToldBeforeWhatIsBehindIt() {
    pileUp(60);
    for (long lost = 15; lost <= 60; lost++) {
      rig.journal.lose(Lane.TELEMETRY, lost);
    }
    Gap gap = new Gap(Lane.TELEMETRY, 15, 60, Gap.Loss.ALL, Gap.Reason.BUDGET, 46, 0, 0);
    rig.journal.append(gap.toEvent(rig.clock.micros()));
    rig.connect();
    rig.append(0);
    rig.step();
    for (int i = 0; i < 5; i++) {
      rig.acknowledgeAll();
      rig.stepAfter(Duration.ofSeconds(1));
    }
    assertThat(rig.taken())
        .containsExactly("event 1-1", "telemetry 1-10", "telemetry 11-14", "telemetry 61-61");
    assertEquals(61, rig.cursor());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverHappensEachEntryArrivesAndEachStreamIsInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<Long> arrived = new TreeSet<>();
    List<Message> published = new ArrayList<>();
    int appended = 0;
    rig.transport.connect();
    for (int round = 0; round < 4_000; round++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          for (int i = random.nextInt(30); i > 0 && appended < 3_000; i--) {
            rig.append(0);
            appended++;
          }
        }
        case 3 -> {
          rig.transport.disconnect("storm");
          if (random.nextInt(4) == 0) {
            rig.clock.advance(Duration.ofSeconds(20));
          }
        }
        case 4, 5 -> rig.transport.connect();
        case 6 -> {
          if (random.nextInt(20) == 0) {
            published.addAll(rig.transport.published);
            rig.restart();
            rig.transport.connect();
          }
        }
        case 7 -> rig.clock.advance(Duration.ofMillis(random.nextInt(3_000)));
        default -> answer(random, arrived);
      }
      rig.step();
    }
    rig.transport.connect();
    for (int i = 0; i < 2_000 && rig.cursor() < appended; i++) {
      rig.clock.advance(Duration.ofSeconds(30));
      rig.step();
      while (!rig.transport.open.isEmpty()) {
        answer(random, arrived);
      }
    }
    rig.step();
    published.addAll(rig.transport.published);
    assertEquals(appended, rig.cursor());
    assertEquals(appended, arrived.size());
    assertTrue(arrived.isEmpty() || (arrived.first() == 1 && arrived.last() == appended));
    inOrder(published);
  }

  /** Within the live stream an entry that was never sent follows one of a lower sequence. */
  private static void inOrder(List<Message> published) {
    long highest = 0;
    Set<Long> seen = new TreeSet<>();
    for (Message message : published) {
      boolean isLive = message.properties().containsKey("pending");
      long first = Long.parseLong(message.properties().getOrDefault("first", "0"));
      long last = Long.parseLong(message.properties().getOrDefault("last", "0"));
      for (long each = first; each <= last; each++) {
        if (seen.add(each) && isLive) {
          assertThat(each).isGreaterThan(highest);
          highest = each;
        }
      }
    }
  }

  private void answer(SplittableRandom random, Set<Long> arrived) {
    if (rig.transport.open.isEmpty()) {
      return;
    }
    List<String> spans = rig.transport.openSpans();
    String span = spans.get(random.nextInt(spans.size()));
    if (random.nextInt(10) == 0) {
      rig.transport.fail(span, false, "busy");
      return;
    }
    String[] ends = span.replace("telemetry ", "").split("-");
    for (long each = Long.parseLong(ends[0]); each <= Long.parseLong(ends[1]); each++) {
      arrived.add(each);
    }
    rig.transport.acknowledge(span);
  }
}
