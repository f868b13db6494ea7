package io.weir.store.internal;

import static io.weir.store.internal.HistoryRig.DAY;
import static io.weir.store.internal.HistoryRig.EPOCH;
import static io.weir.store.internal.HistoryRig.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is given up where a level, or all of them, takes more bytes than it may. */
class SizeLimitsTest {
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

  private HistoryRig rig(SizeLimits limits) {
    Retention retention = new Retention(limits, List.of(ChannelGroup.EVERYONE));
    HistoryRig rig = new HistoryRig(directory, new HistorySettings(3600, 2000, 60, retention));
    open = rig;
    return rig;
  }

  /** Twenty days of a sample each ten minutes of two channels, without a limit, and closed. */
  private HistoryRig fill() throws Exception {
    HistoryRig rig = rig(SizeLimits.NONE);
    for (long at = 0; at < DAYS * DAY; at += 10 * MINUTE) {
      rig.append(0, at, (int) (at / MINUTE % 1000));
      rig.append(1, at, 7);
    }
    rig.settle(DAYS * DAY);
    rig.close();
    return rig;
  }

  private static long bytes(HistoryRig rig, HistoryLevel level) throws Exception {
    return rig.number("SELECT coalesce(sum(length(data) + 24), 0) FROM " + ChunkId.table(level));
  }

  private static long oldest(HistoryRig rig, HistoryLevel level) throws Exception {
    return rig.number("SELECT min(id) >> 34 FROM " + ChunkId.table(level)) * ChunkId.UNIT - EPOCH;
  }

  private static SizeLimits only(HistoryLevel level, long bytes) {
    return new SizeLimits(
        0,
        level == HistoryLevel.RAW ? bytes : 0,
        level == HistoryLevel.MINUTE ? bytes : 0,
        level == HistoryLevel.HOUR ? bytes : 0,
        level == HistoryLevel.DAY ? bytes : 0);
  }

  private static void bytesAreRight(HistoryRig rig) throws Exception {
    for (HistoryLevel each : HistoryLevel.values()) {
      long counted = bytes(rig, each);
      assertThat(rig.number("SELECT bytes FROM used WHERE level = " + each.ordinal()))
          .as("%s", each)
          .isEqualTo(counted);
      assertThat(rig.counter("bytes-" + HistoryStatus.text(each))).isEqualTo(counted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheLevelThatIsTooLargeGivesUpItsOldest(HistoryLevel level) throws Exception {
    HistoryRig full = fill();
    long before = bytes(full, level);
    long[] all = new long[HistoryLevel.values().length];
    for (HistoryLevel each : HistoryLevel.values()) {
      all[each.ordinal()] = bytes(full, each);
    }
    HistoryRig rig = rig(only(level, before / 2));
    rig.clock.set(DAYS * DAY);
    rig.history();
    Await.until("small enough", () -> bytes(rig, level) <= before / 2);
    Await.until("told", () -> rig.counter("given-up-" + HistoryStatus.text(level)) > 0);
    rig.close();
    assertThat(bytes(rig, level)).as("no more than needed").isGreaterThan(before * 2 / 5);
    assertThat(oldest(rig, level)).isBetween(8 * DAY, 12 * DAY);
    for (HistoryLevel each : HistoryLevel.values()) {
      if (each != level) {
        assertThat(bytes(rig, each)).as("%s", each).isEqualTo(all[each.ordinal()]);
      }
    }
  }

  @Test
  void theBytesStayRightOverThinningAndOpeningAgain() throws Exception {
    fill();
    HistoryRig rig = rig(SizeLimits.NONE);
    rig.clock.set(DAYS * DAY);
    SqliteHistory history = rig.history();
    bytesAreRight(rig);
    for (Thinnable.Step step : Thinnable.Step.values()) {
      for (int i = 0; i < 5; i++) {
        history.thin(step);
      }
      bytesAreRight(rig);
    }
    rig.append(0, 15 * DAY + 5, 5000);
    rig.settle(DAYS * DAY + MINUTE);
    rig.close();
    rig.history();
    bytesAreRight(rig);
  }

  @Test
  void aDatabaseWithoutTheTableIsCountedOnce() throws Exception {
    HistoryRig full = fill();
    Db.run(full.file, "DROP TABLE used");
    for (HistoryLevel each : HistoryLevel.values()) {
      for (String event : new String[] {"INSERT", "DELETE", "UPDATE"}) {
        Db.run(full.file, "DROP TRIGGER used_" + ChunkId.table(each) + "_" + event);
      }
    }
    HistoryRig rig = rig(SizeLimits.NONE);
    rig.clock.set(DAYS * DAY);
    rig.history();
    bytesAreRight(rig);
  }

  @ParameterizedTest
  @EnumSource(
      value = HistoryLevel.class,
      names = {"RAW", "MINUTE"})
  void aLimitHoldsAlsoWhileTheClockIsNotTrusted(HistoryLevel level) throws Exception {
    long before = bytes(fill(), level);
    HistoryRig rig = rig(only(level, before / 2));
    rig.clock.set(DAYS * DAY);
    rig.clock.offset(1, EPOCH - 3650 * DAY, false);
    rig.history();
    Await.until("small enough", () -> bytes(rig, level) <= before / 2);
    assertThat(oldest(rig, level)).isBetween(8 * DAY, 12 * DAY);
  }

  @Test
  void theTotalHoldsInTheDayAfterAJump() throws Exception {
    HistoryRig full = fill();
    long before = full.number("PRAGMA page_count") * 4096;
    HistoryRig rig = rig(new SizeLimits(before / 2, 0, 0, 0, 0));
    rig.clock.set(DAYS * DAY);
    rig.clock.offset(1, EPOCH + 3650 * DAY, true);
    rig.history();
    Await.until(
        "small enough",
        () ->
            (rig.number("PRAGMA page_count") - rig.number("PRAGMA freelist_count")) * 4096
                <= before / 2);
    assertThat(oldest(rig, HistoryLevel.RAW)).isPositive();
    assertThat(bytes(rig, HistoryLevel.DAY)).isPositive();
  }

  @Test
  void whatHasAnUncertainTimeIsTheLastToGo() throws Exception {
    long before = bytes(fill(), HistoryLevel.RAW);
    HistoryRig rig = rig(only(HistoryLevel.RAW, before / 2));
    rig.clock.set(DAYS * DAY);
    // A boot whose clock says ten years less than it is.
    rig.clock.offset(1, EPOCH - 3650 * DAY, false);
    rig.history();
    for (int i = 0; i < 100; i++) {
      rig.append(0, DAYS * DAY + i * MINUTE, i);
    }
    rig.settle(DAYS * DAY + 300 * MINUTE);
    rig.close();
    rig.history();
    Await.until("small enough", () -> bytes(rig, HistoryLevel.RAW) <= before / 2);
    rig.clock.offset(1, EPOCH, true);
    Await.until("in their right place", () -> rig.number("SELECT count(boot) FROM part") == 0);
    assertThat(rig.range("d/a"))
        .contains(DAYS * DAY + " 0.0 good", DAYS * DAY + 99 * MINUTE + " 99.0 good")
        .filteredOn(each -> Long.parseLong(each.split(" ", -1)[0]) >= DAYS * DAY)
        .hasSize(100);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongLimitIsNamed(HistoryLevel level) {
    assertThatThrownBy(() -> RetentionParser.parse(only(level, 4096), new long[4]))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("history.max." + HistoryStatus.text(level) + ".bytes")
        .hasMessageContaining("4096")
        .hasMessageContaining("1048576");
  }
}
