package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.EPOCH;
import static io.weir.store.internal.HistoryRig.HOUR;
import static io.weir.store.internal.HistoryRig.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.api.store.Aggregate;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given up of the history, when, and what is left then. */
class RetentionTest {
  private static final int DAYS = 20;

  @TempDir Path directory = Path.of("");
  private @Nullable HistoryRig open;

  @AfterEach
  void close() throws IOException {
    HistoryRig rig = open;
    if (rig != null) {
      rig.close();
    }
  }

  /** Twenty days of a sample each ten minutes of two channels. */
  private HistoryRig rig(Retention retention) throws Exception {
    HistoryRig rig = new HistoryRig(directory, new HistorySettings(3600, 2000, 60, retention));
    open = rig;
    for (long at = 0; at < DAYS * DAY; at += 10 * MINUTE) {
      rig.append(0, at, (int) (at / MINUTE % 1000));
      rig.append(1, at, 7);
    }
    rig.settle(DAYS * DAY);
    return rig;
  }

  private static long oldest(HistoryRig rig, String table) throws Exception {
    int bits = table.equals("part") ? 12 : 34;
    long start = rig.number("SELECT min(id) >> " + bits + " FROM " + table) * ChunkId.UNIT;
    return (start - EPOCH) / DAY;
  }

  private static List<Aggregate> days(HistoryRig rig, String channel) throws IOException {
    return rig.history().aggregate(channel, EPOCH, EPOCH + DAYS * DAY, DAY);
  }

  @Test
  void levelsAreKeptForTheirTime() throws Exception {
    HistoryRig rig = rig(RetentionParser.parse(SizeLimits.NONE, new long[] {5, 10, 15, 0}));
    Await.until("hours given up", () -> oldest(rig, "hour") == 5);
    assertThat(oldest(rig, "chunk")).isEqualTo(15);
    assertThat(oldest(rig, "minute")).isEqualTo(10);
    assertThat(oldest(rig, "part")).isEqualTo(10);
    assertThat(oldest(rig, "day")).isZero();
    assertThat(rig.range("d/a")).hasSize(5 * 144);
    assertThat(days(rig, "d/a")).hasSize(20).allMatch(each -> each.count() == 144);
    // Hours where there are no minutes, minutes where there are no samples.
    assertThat(
            rig.history().aggregate("d/a", EPOCH + 5 * DAY, EPOCH + 20 * DAY, 15 * MINUTE).stream()
                .mapToLong(Aggregate::count)
                .sum())
        .isEqualTo(15 * 144);
    assertThat(rig.history().chart("d/a", EPOCH, EPOCH + 4 * DAY, 100_000).level())
        .isEqualTo(HistoryLevel.DAY);
    assertThat(rig.counter("given-up-raw")).isPositive();
  }

  @Test
  void aGroupIsKeptForItsOwnTime() throws Exception {
    Retention retention =
        RetentionParser.parse(
            SizeLimits.NONE,
            new long[] {5, 10, 15, 0},
            "d/b*, x/y = raw 12 d, minute forever, hour forever");
    HistoryRig rig = rig(retention);
    Await.until("given up", () -> oldest(rig, "chunk") == 8 && rig.range("d/a").size() == 5 * 144);
    Await.until("hours given up", () -> rig.number("SELECT count(*) FROM hour") == 33);
    assertThat(rig.range("d/b")).hasSize(12 * 144);
    assertThat(oldest(rig, "minute")).isZero();
    assertThat(oldest(rig, "part")).as("its minutes are for ever").isZero();
    assertThat(days(rig, "d/a")).hasSize(20).allMatch(each -> each.count() == 144);
    assertThat(days(rig, "d/b")).hasSize(20).allMatch(each -> each.count() == 144);
  }

  @Test
  void nothingIsGivenUpByAClockThatIsNotTrustedOrHasJumped() throws Exception {
    HistoryRig rig = rig(Retention.FOREVER);
    rig.close();
    HistoryRig strict =
        new HistoryRig(
            directory,
            new HistorySettings(
                3600, 2000, 60, RetentionParser.parse(SizeLimits.NONE, new long[] {2, 2, 2, 2})));
    open = strict;
    strict.clock.set(DAYS * DAY);
    strict.clock.offset(1, EPOCH + 3650 * DAY, false);
    choresHaveTheirTurn(strict);
    assertThat(strict.range("d/a")).hasSize(DAYS * 144);
    strict.clock.offset(1, EPOCH + 3650 * DAY, true);
    choresHaveTheirTurn(strict);
    assertThat(strict.range("d/a")).as("ten years ahead of what is stored").hasSize(DAYS * 144);
    strict.clock.offset(1, EPOCH, true);
    choresHaveTheirTurn(strict);
    assertThat(strict.range("d/a")).as("a moment ago it was ten years ahead").hasSize(DAYS * 144);
    strict.clock.set((DAYS + 1) * DAY);
    Await.until("given up", () -> oldest(strict, "chunk") == 19);
  }

  /** Between two of these all chores have had their turn. */
  private static void choresHaveTheirTurn(HistoryRig rig) throws Exception {
    for (int i = 0; i < 3; i++) {
      rig.history().thin(Thinnable.Step.SPARE);
    }
  }

  @Test
  void theOldestGoesWhereTheDatabaseIsTooLarge() throws Exception {
    HistoryRig rig = rig(Retention.FOREVER);
    long bytes = Files.size(rig.file);
    rig.close();
    HistoryRig small =
        new HistoryRig(
            directory,
            new HistorySettings(
                3600,
                2000,
                60,
                new Retention(
                    new SizeLimits(bytes / 2, 0, 0, 0, 0), List.of(ChannelGroup.EVERYONE))));
    open = small;
    small.clock.set(DAYS * DAY);
    small.history();
    Await.until(
        "small enough",
        () ->
            (small.number("PRAGMA page_count") - small.number("PRAGMA freelist_count")) * 4096
                <= bytes / 2);
    assertThat(oldest(small, "chunk")).isBetween(1L, (long) DAYS);
    assertThat(oldest(small, "day")).isZero();
    assertThat(days(small, "d/a")).hasSize(20).allMatch(each -> each.count() == 144);
  }

  @Test
  void aNearlyFullDiskTakesHalfThenAllSamplesThenTheRest() throws Exception {
    HistoryRig rig = rig(Retention.FOREVER);
    SqliteHistory history = rig.history();
    List<Aggregate> hours = history.aggregate("d/a", EPOCH, EPOCH + 19 * DAY, HOUR);
    int steps = 0;
    while (history.thin(Thinnable.Step.HALVE)) {
      steps++;
    }
    assertThat(steps).isBetween(19 * 24 - 24, 20 * 24);
    assertThat(history.thin(Thinnable.Step.HALVE)).as("twice").isFalse();
    assertThat(rig.range("d/a").size()).isBetween(20 * 72, 19 * 72 + 145);
    assertThat(history.aggregate("d/a", EPOCH, EPOCH + 19 * DAY, HOUR)).isEqualTo(hours);
    assertThat(rig.number("SELECT count(*) FROM thinned")).isEqualTo(1);
    assertThat(rig.number("SELECT until - since FROM thinned")).isGreaterThan(18 * DAY);
    long before = Files.size(rig.file);
    while (history.thin(Thinnable.Step.ROLLUPS_ONLY)) {
      steps++;
    }
    while (history.thin(Thinnable.Step.SPARE)) {
      steps++;
    }
    assertThat(Files.size(rig.file)).isLessThan(before * 3 / 4);
    assertThat(rig.range("d/a").size()).isLessThanOrEqualTo(145);
    assertThat(history.aggregate("d/a", EPOCH, EPOCH + 19 * DAY, HOUR)).isEqualTo(hours);
    rig.append(0, 2 * DAY + 5, 5000);
    rig.settle(DAYS * DAY + HOUR);
    assertThat(history.aggregate("d/a", EPOCH, EPOCH + 19 * DAY, DAY).get(2))
        .as("a late sample adds to rollups whose samples are gone")
        .extracting(Aggregate::count, Aggregate::max)
        .containsExactly(145L, 5000.0);
    while (history.thin(Thinnable.Step.DELETE)) {
      steps++;
    }
    assertThat(days(rig, "d/a").size()).isLessThanOrEqualTo(2);
    assertThat(rig.status().state()).isEqualTo(State.DEGRADED);
    assertThat(rig.status().reason()).isEqualTo("disk-floor");
    assertThat(rig.counter("thinned-halve")).isPositive();
    assertThat(rig.counter("thinned-rollups-only")).isPositive();
    assertThat(rig.counter("thinned-delete")).isPositive();
    assertThat(rig.number("SELECT count(*) FROM thinned")).isBetween(3L, 6L);
    rig.append(0, DAYS * DAY + 3 * HOUR, 1);
    rig.settle();
    assertThat(history.last("d/a")).map(each -> each.value()).contains(1.0);
  }

  @Test
  void wrongSettingsAreNamed() {
    long[] days = {1, 2, 3, 0};
    assertThatThrownBy(() -> RetentionParser.parse(new SizeLimits(5, 0, 0, 0, 0), days))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("history.max.bytes");
    assertThatThrownBy(() -> RetentionParser.parse(SizeLimits.NONE, new long[] {1, -2, 3, 0}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("history.keep.minute.days");
    for (String wrong :
        new String[] {
          "a/b", "a/b = week 3 d", "a/b = raw 3", "a/b = raw 0 d", " = raw 3 d", "a b = raw 3 d"
        }) {
      assertThatThrownBy(() -> RetentionParser.parse(SizeLimits.NONE, days, wrong))
          .as(wrong)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("history.groups");
    }
    ChannelGroup group =
        RetentionParser.parse(SizeLimits.NONE, days, "boiler/*,meter/energy = raw 2 y, day 9 d")
            .groups()
            .get(0);
    assertThat(group.raw()).isEqualTo(730);
    assertThat(group.minute()).isEqualTo(2);
    assertThat(group.day()).isEqualTo(9);
    assertThat(group.has("boiler/flow")).isTrue();
    assertThat(group.has("meter/energy")).isTrue();
    assertThat(group.has("meter/energy2")).isFalse();
  }
}
