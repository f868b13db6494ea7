package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.runtime.GatewayClock;
import io.weir.testing.FakeStatusBoard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The driver on chips of a real kernel. Skipped where the kernel simulates none; see README.md for
 * how to run it on one that does.
 */
class KernelChipTest {
  private static final String LABEL = "weir-sim";
  private static final long PATIENCE_SECONDS = 60;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeHistory history = new FakeHistory();
  private final Semaphore news = new Semaphore(0);
  private final List<Block.Entry> entries = new ArrayList<>();
  private GpioSim sim;
  private GpioDriver driver;

  /** The kernel's own monotonic time. */
  private static final class KernelClock implements GatewayClock {
    @Override
    public long micros() {
      return System.nanoTime() / 1000;
    }

    @Override
    public int boot() {
      return 1;
    }

    @Override
    public long toEpoch(int boot, long micros) {
      return micros;
    }

    @Override
    public boolean isTrusted(int boot) {
      return true;
    }
  }

  @BeforeEach
  void create() throws Exception {
    sim = new GpioSim("weir-test", LABEL, 8);
    driver = driver(LABEL);
    driver.setHistory(history);
  }

  @AfterEach
  void close() throws Exception {
    if (driver != null) {
      driver.deactivate();
      sim.close();
    }
  }

  private GpioDriver driver(String chip) {
    return new GpioDriver(
        new KernelClock(),
        board,
        Bench.config(chip, 0, 1024),
        "io.weir.driver.gpio~sim",
        new ChipFinder(Path.of("/dev")),
        new FakePwm());
  }

  private Point add(int number, Access access, Map<String, Object> address) {
    Point point = driver.point(Bench.channel("line" + number, access, address));
    entries.add(new Block.Entry(number, point));
    return point;
  }

  private void listen() throws Exception {
    driver.connect();
    driver.listen(entries, news::release);
  }

  /** Takes rows until there are so many. */
  private Batch take(int rows) throws Exception {
    Batch batch = new Batch(rows);
    while (batch.size() < rows) {
      if (!driver.take(batch) && batch.size() < rows) {
        assertThat(news.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .as("row %s of %s", batch.size() + 1, rows)
            .isTrue();
      }
    }
    return batch;
  }

  private Object read(Point point) throws Exception {
    Batch batch = new Batch(1);
    driver.read(
        new Block(point.area(), point.start(), 1, List.of(new Block.Entry(0, point))), batch);
    Object value = point.rawType().box(batch.bits(0), null);
    return value == null || Quality.isBad(batch.quality(0)) ? "none" : value;
  }

  @Test
  void edgesComeWithTheTimesAtWhichTheKernelSawThem() throws Exception {
    add(5, Access.R, Map.of("line", 3));
    AtomicLong told = new AtomicLong();
    driver.connect();
    driver.listen(
        entries,
        () -> {
          told.set(micros());
          news.release();
        });
    take(1);
    for (boolean high : new boolean[] {true, false, true}) {
      long before = micros();
      sim.pull(3, high);
      Batch batch = take(1);
      assertThat(batch.bits(0)).isEqualTo(high ? 1 : 0);
      assertThat(batch.time(0)).isBetween(before - 1, told.get());
    }
  }

  private static long micros() {
    return System.nanoTime() / 1000;
  }

  @Test
  void activeLowTurnsLevelAndEdgesRound() throws Exception {
    Point door = add(5, Access.R, Map.of("line", 3, "active-low", true));
    listen();
    assertThat(take(1).bits(0)).isEqualTo(1);
    sim.pull(3, true);
    assertThat(take(1).bits(0)).isEqualTo(0);
    assertThat(read(door)).isEqualTo(false);
  }

  @Test
  void aPullIsApplied() throws Exception {
    Point up = add(5, Access.R, Map.of("line", 3, "pull", "up"));
    Point down = add(6, Access.R, Map.of("line", 4, "pull", "down"));
    listen();
    assertThat(read(up)).isEqualTo(true);
    assertThat(read(down)).isEqualTo(false);
  }

  @Test
  void aChangeCountsOnceItHeldForTheDebounceTime() throws Exception {
    Point door = add(5, Access.R, Map.of("line", 3, "debounce", "100ms"));
    Point other = add(6, Access.R, Map.of("line", 4));
    listen();
    take(2);
    for (int i = 0; i < 20; i++) {
      sim.pull(3, true);
      sim.pull(3, false);
    }
    sim.pull(4, true);
    assertThat(take(1).channel(0)).as("the bounces are no edges").isEqualTo(6);
    sim.pull(3, true);
    Batch held = take(1);
    assertThat(held.channel(0)).isEqualTo(5);
    assertThat(held.bits(0)).isEqualTo(1);
    assertThat(read(door)).isEqualTo(true);
    assertThat(read(other)).isEqualTo(true);
  }

  @Test
  void everyPulseIsCountedHoweverFastTheyCome() throws Exception {
    Point water = add(5, Access.R, Map.of("mode", "counter", "line", 3));
    Point both = add(6, Access.R, Map.of("mode", "counter", "line", 4, "edge", "both"));
    Point falling = add(7, Access.R, Map.of("mode", "counter", "line", 5, "edge", "falling"));
    listen();
    for (int i = 0; i < 5_000; i++) {
      for (int line = 3; line <= 5; line++) {
        sim.pull(line, true);
      }
      for (int line = 3; line <= 5; line++) {
        sim.pull(line, false);
      }
    }
    sim.pull(3, true);
    settled(water, 5_001);
    settled(both, 10_000);
    settled(falling, 5_000);
  }

  /** The edges are read by another thread: waits until it has seen them all. */
  private void settled(Point point, long value) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!read(point).equals(value) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(read(point)).isEqualTo(value);
  }

  @Test
  void edgesThatAreNotReadInTimeAreCountedAndSaidToBeLost() throws Exception {
    add(5, Access.R, Map.of("line", 3));
    driver.connect();
    Semaphore stuck = new Semaphore(0);
    driver.listen(
        entries,
        () -> {
          if (sim != null && Thread.currentThread().getName().startsWith("weir-gpio-")) {
            stuck.acquireUninterruptibly();
          }
        });
    for (int i = 0; i < 2_000; i++) {
      sim.pull(3, i % 2 == 0);
    }
    sim.pull(3, true);
    stuck.release(1_000_000);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Batch batch = new Batch(1_000);
    while (board.get("gpio/sim").counters().getOrDefault("lost", 0L) == 0
        && System.nanoTime() < deadline) {
      driver.take(batch);
    }
    while (driver.take(batch)) {
      Thread.onSpinWait();
    }
    assertThat(board.get("gpio/sim").counters().get("lost")).isPositive();
    boolean bad = false;
    for (int row = 0; row < batch.size(); row++) {
      bad |= Quality.isBad(batch.quality(row));
    }
    assertThat(bad).isTrue();
    assertThat(batch.bits(batch.size() - 1)).isEqualTo(1);
  }

  @Test
  void anOutputIsSafeFromTheFirstMomentAndAtTheEnd() throws Exception {
    Point relay = add(5, Access.RW, Map.of("mode", "output", "line", 3, "safe", 1));
    Point pump =
        add(6, Access.RW, Map.of("mode", "output", "line", 4, "safe", 0, "active-low", true));
    listen();
    assertThat(sim.isHigh(3)).isTrue();
    assertThat(sim.isHigh(4)).isTrue();
    driver.write(relay, 0, null);
    driver.write(pump, 1, null);
    assertThat(sim.isHigh(3)).isFalse();
    assertThat(sim.isHigh(4)).isFalse();
    assertThat(read(relay)).isEqualTo(false);
    assertThat(read(pump)).isEqualTo(true);
    entries.remove(1);
    driver.listen(entries, news::release);
    assertThat(read(relay)).isEqualTo(false);
  }

  @Test
  void anOutputThatKeepsTakesOverTheLevelThatIsThere() throws Exception {
    sim.pull(3, true);
    Point relay = add(5, Access.RW, Map.of("mode", "output", "line", 3, "safe", "keep"));
    Point low =
        add(6, Access.RW, Map.of("mode", "output", "line", 4, "safe", "keep", "active-low", true));
    listen();
    assertThat(read(relay)).isEqualTo(true);
    assertThat(sim.isHigh(3)).isTrue();
    assertThat(read(low)).isEqualTo(true);
    assertThat(sim.isHigh(4)).isFalse();
    driver.write(relay, 0, null);
    assertThat(sim.isHigh(3)).isFalse();
  }

  @Test
  void aLineThatIsHeldNamesItsHolderAndTheOthersGoOn() throws Exception {
    Point door = add(5, Access.R, Map.of("line", 3));
    Point window = add(6, Access.R, Map.of("line", 4));
    KernelChip other = new KernelChip("/dev/" + sim.name());
    Chip.Line held =
        other.request(
            new LineSetup(
                3, true, false, Pull.ASIS, Drive.PUSH_PULL, Edge.BOTH, 0, true, "fan_control"),
            new PulseCount(new KernelClock(), () -> {}));
    try {
      listen();
      assertThatThrownBy(() -> read(door))
          .isInstanceOf(RejectedException.class)
          .hasMessage("Line 3 is held by 'fan_control'");
      assertThat(read(window)).isEqualTo(false);
    } finally {
      held.release();
    }
    assertThat(read(door)).isEqualTo(false);
    other.close();
  }

  @Test
  void chipsAreFoundByNameLabelAndPath() throws Exception {
    for (String name : List.of(sim.name(), "/dev/" + sim.name())) {
      GpioDriver named = driver(name);
      named.connect();
      named.deactivate();
    }
    GpioDriver none = driver("gpiochip99");
    assertThatThrownBy(none::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("There is no GPIO chip 'gpiochip99'; there is [")
        .hasMessageContaining(sim.name() + " (" + LABEL + ", 8 lines)");
    GpioDriver header = driver("header");
    assertThatThrownBy(header::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("There is no chip of a Raspberry Pi's header; there is [");
    try (GpioSim twin = new GpioSim("weir-twin", LABEL, 8)) {
      assertThatThrownBy(() -> driver.connect())
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining(sim.name())
          .hasMessageContaining(twin.name())
          .hasMessageEndingWith("use a name");
    }
  }

  @Test
  void aChipOfThePisHeaderIsFoundByItsLabel() throws Exception {
    try (GpioSim pi = new GpioSim("weir-pi", "pinctrl-rp1", 54)) {
      GpioDriver header = driver("header");
      header.connect();
      Point last = header.point(Bench.channel("last", Access.R, Map.of("line", 53)));
      Batch batch = new Batch(1);
      header.read(new Block("lines", 53, 1, List.of(new Block.Entry(0, last))), batch);
      assertThat(batch.size()).isEqualTo(1);
      header.deactivate();
      assertThat(pi.isHigh(53)).isFalse();
    }
  }

  @Test
  void anInputWithoutEdgesIsPolledOnly() throws Exception {
    Point door = add(5, Access.R, Map.of("line", 3, "edge", "none"));
    listen();
    assertThat(take(1).bits(0)).isEqualTo(0);
    sim.pull(3, true);
    assertThat(read(door)).isEqualTo(true);
    assertThat(threads()).isZero();
    assertThat(board.get("gpio/sim").counters().get("edges")).isZero();
  }

  @Test
  void aChipThatIsTakenAwayIsALostConnection() throws Exception {
    Point door = add(5, Access.R, Map.of("line", 3));
    listen();
    take(1);
    sim.unplug();
    assertThatThrownBy(() -> read(door)).isInstanceOf(ConnectionException.class);
    driver.disconnect();
    assertThatThrownBy(() -> driver.connect()).isInstanceOf(ConnectionException.class);
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    add(5, Access.R, Map.of("line", 3));
    listen();
    assertThat(threads()).isEqualTo(1);
    driver.disconnect();
    assertThat(threads()).isZero();
    listen();
    sim.pull(3, true);
    take(2);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("weir-gpio-"))
        .count();
  }
}
