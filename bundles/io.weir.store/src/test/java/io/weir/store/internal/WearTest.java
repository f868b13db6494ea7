package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.api.store.CardWear;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WearTest {
  private static final long MINUTE = 60_000_000L;
  private static final long GIGA = 1_000_000_000L;

  @TempDir Path directory = Path.of("");
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final Count count = new Count();
  private long interval;

  private static final class Count implements WearMeter.Counter {
    private long bytes = 5_000_000;
    private long flushes = 70;
    private boolean broken;

    @Override
    public long bytes() throws IOException {
      if (broken) {
        throw new IOException("gone");
      }
      return bytes;
    }

    @Override
    public long flushes() {
      return flushes;
    }
  }

  private WearWatch watch(long budget, long endurance, long longest) {
    return new WearWatch(
        new WearSettings(budget, endurance, longest),
        "mmcblk0",
        count,
        1000,
        millis -> interval = millis,
        directory.resolve("wear.tsv"),
        clock,
        board.part("wear"));
  }

  /** Lets minutes pass in which the card is written to at this pace. */
  private void pass(WearWatch watch, int minutes, long bytesPerDay) {
    for (int i = 0; i < minutes; i++) {
      clock.set(clock.micros() + MINUTE);
      count.bytes += bytesPerDay / 1440;
      count.flushes += 60;
      watch.step();
    }
  }

  @Test
  void whatIsWrittenIsGivenForADayWithTheCardsLife() throws Exception {
    WearWatch watch = watch(0, 30_000 * GIGA, 10_000);
    pass(watch, 30, 2 * GIGA);

    CardWear.Figures figures = watch.figures();

    assertThat(figures.source()).isEqualTo(CardWear.Source.DEVICE);
    assertThat(figures.device()).isEqualTo("mmcblk0");
    assertThat(figures.measuredMicros()).isEqualTo(30 * MINUTE);
    assertThat(figures.bytes()).isEqualTo(30 * (2 * GIGA / 1440));
    assertThat(figures.flushes()).isEqualTo(1800);
    assertThat(figures.bytesPerDay()).isBetween(1.99e9, 2.01e9);
    assertThat(figures.flushesPerDay()).isBetween(86_399.0, 86_401.0);
    assertThat(figures.lifeYears()).isBetween(40.9, 41.3);
    assertThat(figures.commitMillis()).isEqualTo(1000);
    assertThat(figures.reason()).isEmpty();
    assertThat(board.get("wear").state()).isEqualTo(State.OK);
  }

  @Test
  void onlyTheLastDayCounts() throws Exception {
    WearWatch watch = watch(0, 0, 10_000);
    pass(watch, 1440, 8 * GIGA);
    pass(watch, 1440, GIGA);

    assertThat(watch.figures().measuredMicros()).isEqualTo(WearMeter.DAY);
    assertThat(watch.figures().bytesPerDay()).isBetween(0.99e9, 1.01e9);
    assertThat(watch.figures().lifeYears()).isNaN();
  }

  @Test
  void beyondTheBudgetCommitsAreFurtherApartAndComeBackWithRoom() throws Exception {
    WearWatch watch = watch(2 * GIGA, 0, 3000);
    pass(watch, 59, 3 * GIGA);
    assertThat(interval).as("a whole hour is looked at first").isEqualTo(1000);
    pass(watch, 1, 3 * GIGA);
    assertThat(interval).isEqualTo(2000);
    assertThat(watch.figures().commitMillis()).isEqualTo(2000);
    assertThat(watch.figures().configuredCommitMillis()).isEqualTo(1000);
    assertThat(watch.figures().reason()).contains("2000 ms instead of 1000", "3.0 GB", "2.0");
    assertThat(board.get("wear").state()).isEqualTo(State.OK);
    assertThat(board.get("wear").reason()).isEqualTo("budget");

    pass(watch, 60, 3 * GIGA);
    assertThat(interval).as("the longest").isEqualTo(3000);
    assertThat(board.get("wear").state()).as("not measured yet").isEqualTo(State.OK);

    pass(watch, 60, 3 * GIGA);
    assertThat(board.get("wear").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("wear").message()).contains("wear.budget.bytes.per.day");

    pass(watch, 60, 3 * GIGA / 2);
    assertThat(interval).as("within the budget, but not by half").isEqualTo(3000);
    assertThat(board.get("wear").state()).isEqualTo(State.OK);

    pass(watch, 120, GIGA / 2);
    assertThat(interval).isEqualTo(1000);
    assertThat(watch.figures().reason()).isEmpty();
    assertThat(board.get("wear").reason()).isEqualTo("none");
  }

  @Test
  void aLongerConfiguredIntervalThanTheLongestStays() throws Exception {
    WearWatch watch = watch(GIGA, 0, 500);
    pass(watch, 120, 3 * GIGA);

    assertThat(interval).isEqualTo(1000);
    assertThat(board.get("wear").state()).isEqualTo(State.DEGRADED);
  }

  @Test
  void figuresOutliveARestartAndCountersThatBeginAnew() throws Exception {
    WearWatch watch = watch(0, 0, 10_000);
    pass(watch, 25, 2 * GIGA);
    watch.save();
    count.bytes = 0;
    count.flushes = 0;

    WearWatch again = watch(0, 0, 10_000);
    pass(again, 5, 2 * GIGA);
    count.bytes = 0;
    pass(again, 1, 0);

    assertThat(again.figures().measuredMicros()).isEqualTo(31 * MINUTE);
    assertThat(again.figures().bytes()).isEqualTo(30 * (2 * GIGA / 1440));
  }

  @Test
  void aFileThatIsNoneIsPassedOver() throws Exception {
    for (String content :
        new String[] {"", "weir-wear 2\n1\t2\t3\n", "weir-wear 1\n1\tx\n", "\0"}) {
      Files.writeString(directory.resolve("wear.tsv"), content);
      assertThat(watch(0, 0, 10_000).figures().measuredMicros()).as(content).isZero();
    }
  }

  @Test
  void aFileThatIsNoTextIsPassedOver() throws Exception {
    byte[] text = "weir-wear 1\n600000000\t5\t5\n".getBytes(StandardCharsets.US_ASCII);
    text[14] = (byte) 0xff;
    Files.write(directory.resolve("wear.tsv"), text);
    assertThat(watch(0, 0, 10_000).figures().measuredMicros()).isZero();
  }

  @Test
  void figuresNoCardCanHaveArePassedOver() throws Exception {
    Files.writeString(
        directory.resolve("wear.tsv"),
        "weir-wear 1\n60\t9000000000000000000\t0\n60\t9000000000000000000\t0\n");
    assertThat(watch(0, 0, 10_000).figures().bytes()).isZero();
  }

  @Test
  void aPlaceThatTakesNoFileIsSaidAndTheFiguresGoOn() throws Exception {
    Path there = Files.createDirectories(directory.resolve("wear.tsv/x"));
    WearWatch watch = watch(0, 0, 10_000);
    pass(watch, 1, 2 * GIGA);
    assertThat(watch.figures().measuredMicros()).isEqualTo(MINUTE);
    assertThat(board.get("wear").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("wear").message()).contains("kept");

    Files.delete(there);
    Files.delete(directory.resolve("wear.tsv"));
    pass(watch, 1, 2 * GIGA);
    assertThat(board.get("wear").state()).isEqualTo(State.OK);
    assertThat(directory.resolve("wear.tsv")).isRegularFile();
  }

  @Test
  void manyRestartsDoNotShortenTheDay() throws Exception {
    for (int i = 0; i < 400; i++) {
      WearWatch watch = watch(0, 0, 10_000);
      pass(watch, 5, GIGA);
      watch.save();
    }

    assertThat(watch(0, 0, 10_000).figures().measuredMicros())
        .isBetween(WearMeter.DAY, WearMeter.DAY + WearMeter.SLICE);
  }

  @Test
  void aDeviceThatCannotBeReadAtTheStartIsMeasuredFromWhenItCan() throws Exception {
    count.broken = true;
    WearWatch watch = watch(0, 0, 10_000);
    assertThat(board.get("wear").state()).isEqualTo(State.DEGRADED);
    count.broken = false;
    pass(watch, 3, 2 * GIGA);

    assertThat(watch.figures().bytes()).isEqualTo(2 * (2 * GIGA / 1440));
    assertThat(watch.figures().measuredMicros()).isEqualTo(2 * MINUTE);
    assertThat(board.get("wear").state()).isEqualTo(State.OK);
  }

  @Test
  void gaugesSayWhatTheFiguresSay() throws Exception {
    WearWatch watch = watch(0, 0, 10_000);
    pass(watch, 10, 2 * GIGA);
    assertThat(board.get("wear").counters())
        .containsEntry("bytes-per-day", Math.round(watch.figures().bytesPerDay()))
        .containsEntry("flushes-per-day", 86_400L)
        .containsEntry("life-days", -1L)
        .containsEntry("commit-ms", 1000L);

    WearWatch stated = watch(0, 2000 * GIGA, 10_000);
    pass(stated, 10, 2 * GIGA);
    assertThat(board.get("wear").counters().get("life-days")).isBetween(999L, 1001L);
  }

  @Test
  void aDeviceThatCannotBeReadIsSaidAndTriedAgain() throws Exception {
    WearWatch watch = watch(0, 0, 10_000);
    count.broken = true;
    pass(watch, 1, 0);
    assertThat(board.get("wear").state()).isEqualTo(State.DEGRADED);
    count.broken = false;
    pass(watch, 1, 0);
    assertThat(board.get("wear").state()).isEqualTo(State.OK);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new WearSettings(-1, 0, 1000))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wear.budget.bytes.per.day");
    assertThatThrownBy(() -> new WearSettings(0, -1, 1000)).hasMessageContaining("endurance");
    assertThatThrownBy(() -> new WearSettings(0, 0, 60_001)).hasMessageContaining("60000");
  }

  @Test
  void thePartitionsBytesAndItsDisksFlushes() throws Exception {
    Path disk = device("179:0", "mmcblk0", "1 2 3 4 5 6 7000 8 9 10 11 12 13 14 15 16 17");
    Path partition = Files.createDirectories(disk.resolve("mmcblk0p2"));
    Files.writeString(partition.resolve("partition"), "2\n");
    Files.writeString(
        partition.resolve("stat"), "  1  2  3  4  5  6  4000 8 9 10 11 12 13 14 15 0 0\n");
    link("179:2", partition);
    mounts("25 1 179:2 / / rw - ext4 /dev/root rw", "26 25 0:5 / /dev rw - devtmpfs none rw");

    BlockDevice found = Objects.requireNonNull(BlockDevice.under(directory, root()));

    assertThat(found.name()).isEqualTo("mmcblk0p2");
    assertThat(found.bytes()).isEqualTo(4000 * 512);
    assertThat(found.flushes()).isEqualTo(16);
  }

  @Test
  void theNearestMountCountsAlsoWithASpaceInItsName() throws Exception {
    Path data = Files.createDirectories(directory.resolve("the data/weir")).toRealPath();
    device("7:0", "loop0", "1 2 3 4 5 6 100 8 9 10 11");
    device("8:0", "sda", "1 2 3 4 5 6 200 8 9 10 11");
    String point = String.valueOf(data.getParent()).replace(" ", "\\040");
    mounts("25 1 8:0 / / rw - ext4 /dev/sda rw", "30 25 7:0 / " + point + " rw - ext4 l rw");

    BlockDevice found = Objects.requireNonNull(BlockDevice.under(data, root()));

    assertThat(found.name()).isEqualTo("loop0");
    assertThat(found.bytes()).isEqualTo(51_200);
    assertThat(found.flushes()).as("an older kernel does not count them").isEqualTo(-1);
  }

  @Test
  void anotherMountsNameThatIsNoTextHidesNoDevice() throws Exception {
    device("8:0", "sda", "1 2 3 4 5 6 200 8 9 10 11");
    mounts("25 1 8:0 / / rw - ext4 /dev/sda rw");
    byte[] stick = "31 25 8:1 / /media/M_ller rw - vfat s rw\n".getBytes(StandardCharsets.US_ASCII);
    stick[19] = (byte) 0xfc;
    Files.write(root().resolve("proc/self/mountinfo"), stick, StandardOpenOption.APPEND);

    assertThat(BlockDevice.under(directory, root())).isNotNull();
  }

  @Test
  void countersThatAreCutShortAreNoFigures() throws Exception {
    device("8:0", "sda", "1 2 3");
    mounts("25 1 8:0 / / rw - ext4 /dev/sda rw");
    BlockDevice found = Objects.requireNonNull(BlockDevice.under(directory, root()));

    assertThatThrownBy(found::bytes).isInstanceOf(IOException.class);
  }

  @Test
  void aFileSystemInMemoryHasNoDevice() throws Exception {
    mounts("25 1 0:23 / / rw - tmpfs tmpfs rw");

    assertThat(BlockDevice.under(directory, root())).isNull();
  }

  @Test
  void thisMachineSaysWhatItCounts() throws Exception {
    BlockDevice found = BlockDevice.under(directory, Path.of("/"));

    if (found != null) {
      assertThat(found.bytes()).isNotNegative();
      assertThat(found.flushes()).isGreaterThanOrEqualTo(-1);
    }
  }

  private Path root() {
    return directory.resolve("root");
  }

  private Path device(String number, String name, String stat) throws IOException {
    Path device = Files.createDirectories(root().resolve("sys/devices").resolve(name));
    Files.writeString(device.resolve("stat"), stat + "\n");
    link(number, device);
    return device;
  }

  private void link(String number, Path device) throws IOException {
    Path links = Files.createDirectories(root().resolve("sys/dev/block"));
    Files.createSymbolicLink(links.resolve(number), device);
  }

  private void mounts(String... lines) throws IOException {
    Path file = root().resolve("proc/self/mountinfo");
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }
}
