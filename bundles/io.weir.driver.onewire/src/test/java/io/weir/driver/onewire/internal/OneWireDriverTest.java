package io.weir.driver.onewire.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.model.ConfigException;
import io.weir.testing.FakeClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OneWireDriverTest {
  private static final String B20 = FakeBus.B20;
  private static final String S20 = FakeBus.S20;

  @TempDir Path root;
  private final FakeClock clock = new FakeClock();
  private FakeBus bus;
  private OneWireDriver driver;

  @BeforeEach
  void connect() throws Exception {
    bus = new FakeBus(root);
    use(Map.of("timeout.ms", 60_000));
  }

  @AfterEach
  void disconnect() {
    driver.disconnect();
  }

  private void use(Map<String, Object> settings) throws Exception {
    driver = FakeBus.driver(settings, root, clock);
    driver.connect();
  }

  @Test
  void oneReadingServesAllThatIsMeasured() throws Exception {
    Point temperature = FakeBus.point(driver, B20, "temperature");
    Point alarm = FakeBus.point(driver, B20, "alarm");
    Batch batch = new Batch(2);
    driver.read(
        new Block(
            temperature.area(),
            0,
            2,
            List.of(new Block.Entry(1, temperature), new Block.Entry(2, alarm))),
        batch);
    assertThat(Double.longBitsToDouble(batch.bits(0))).isEqualTo(23.125);
    assertThat(batch.bits(1)).as("it is below its low alarm of 70").isOne();
  }

  @Test
  void settingsAreReadAndWrittenWithoutAConversion() throws Exception {
    bus.sensor(B20, "");
    assertThat(FakeBus.read(driver, B20, "resolution")).isEqualTo(12L);
    assertThat(FakeBus.read(driver, B20, "alarm-low")).isEqualTo(-10L);
    driver.write(FakeBus.point(driver, B20, "alarm-high"), 80, null);
    driver.write(FakeBus.point(driver, B20, "alarm-low"), -20, null);
    assertThat(bus.text(B20 + "/alarms")).isEqualTo("-20 80\n");
    driver.write(FakeBus.point(driver, B20, "resolution"), 10, null);
    assertThat(bus.text(B20 + "/resolution")).isEqualTo("10\n");
  }

  @Test
  void aSettingOutOfRangeIsRefused() {
    assertRefused(B20, "resolution", 13, "9 to 12");
    assertRefused(B20, "alarm-high", 126, "-55 to 125");
    assertRefused(B20, "alarm-low", 76, "above the high one");
    assertRefused(B20, "temperature", 1, "cannot be written");
    assertThat(bus.text(B20 + "/alarms")).isEqualTo("-10 75\n");
  }

  private void assertRefused(String sensor, String measure, long value, String words) {
    assertThatThrownBy(() -> driver.write(FakeBus.point(driver, sensor, measure), value, null))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(words);
  }

  @Test
  void whatTheKernelShowsInsteadOfASettingIsNoValue() {
    bus.file(B20 + "/resolution", "-5\n");
    bus.file(B20 + "/alarms", "0 0\n");
    for (String measure : List.of("resolution", "alarm-low", "alarm-high")) {
      assertThatThrownBy(() -> FakeBus.read(driver, B20, measure))
          .as(measure)
          .isInstanceOf(NoResponseException.class);
    }
  }

  @Test
  void aSensorThatIsNotThereIsNamedAndTheOthersToo() {
    assertThatThrownBy(() -> FakeBus.read(driver, "28-0000000000aa", "temperature"))
        .isInstanceOf(NoResponseException.class)
        .hasMessage(
            "sensor 28-0000000000aa is not on w1_bus_master1; on it are " + S20 + ", " + B20);
  }

  @Test
  void aBusThatIsNotThereIsNamedAndTheOthersToo() {
    assertThatThrownBy(() -> use(Map.of("master", 3)))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("this machine has no 1-Wire bus w1_bus_master3; its buses are w1_bus_master1");
    driver = FakeBus.driver(Map.of(), root.resolve("empty"), clock);
    assertThatThrownBy(driver::connect).hasMessageContaining("dtoverlay=w1-gpio");
  }

  @Test
  void severalSensorsMeasureAtOnceAndEachValueIsFetchedOnce() throws Exception {
    List<String> triggers = new ArrayList<>();
    FakeBus.read(driver, B20, "temperature");
    triggers.add(triggered());
    FakeBus.read(driver, S20, "temperature"); // From here on there are two.
    triggers.add(triggered());
    FakeBus.read(driver, B20, "temperature"); // Has its value waiting.
    triggers.add(triggered());
    FakeBus.read(driver, B20, "temperature"); // Fetched already.
    triggers.add(triggered());
    FakeBus.read(driver, S20, "temperature");
    triggers.add(triggered());
    clock.advance(Duration.ofMillis(1001));
    FakeBus.read(driver, S20, "temperature");
    triggers.add(triggered());
    clock.advance(Duration.ofMillis(1001));
    FakeBus.read(driver, B20, "temperature"); // What waits is too old.
    triggers.add(triggered());
    assertThat(triggers).containsExactly("no", "yes", "no", "yes", "no", "yes", "yes");
  }

  @Test
  void aSensorAloneMeasuresByItself() throws Exception {
    FakeBus.read(driver, B20, "temperature");
    FakeBus.read(driver, B20, "temperature");
    assertThat(triggered()).isEqualTo("no");
  }

  @Test
  void commonConversionsCanBeSwitchedOff() throws Exception {
    driver.disconnect();
    use(Map.of("bulk.age.ms", 0, "timeout.ms", 60_000));
    FakeBus.read(driver, B20, "temperature");
    FakeBus.read(driver, S20, "temperature");
    FakeBus.read(driver, B20, "temperature");
    assertThat(triggered()).isEqualTo("no");
  }

  /** The kernel keeps what was converted for someone who died, and would give it out as new. */
  @Test
  void aConversionLeftBehindIsNotFetched() throws Exception {
    bus.file("therm_bulk_read", "1\n");
    FakeBus.read(driver, B20, "temperature");
    assertThat(triggered()).isEqualTo("yes");
  }

  @Test
  void aKernelWithoutCommonConversionsDoes() throws Exception {
    Files.delete(bus.path("therm_bulk_read"));
    assertThat(FakeBus.read(driver, B20, "temperature")).isEqualTo(23.125);
    assertThat(FakeBus.read(driver, S20, "temperature")).isEqualTo(27.3125);
    assertThat(FakeBus.read(driver, B20, "temperature")).isEqualTo(23.125);
  }

  /** As for a service that must not write below /sys. */
  @Test
  void withoutTheRightToBeginACommonConversionEachSensorMeasuresByItself() throws Exception {
    List<String> read = new ArrayList<>();
    Conversions conversions =
        new Conversions(
            new BusFiles(root, "w1_bus_master1") {
              @Override
              boolean isWritable(String file) {
                return false;
              }

              @Override
              String read(String file) throws DriverException {
                read.add(file.replaceAll("-.*/", "/"));
                return super.read(file);
              }
            },
            clock,
            1_000_000);
    bus.file("therm_bulk_read", "1\n"); // Somebody who may has begun one.
    conversions.measure(B20, Family.DS18B20);
    conversions.measure(S20, Family.DS18S20);
    conversions.measure(B20, Family.DS18B20);
    assertThat(triggered()).isEqualTo("no");
    assertThat(read)
        .containsExactly(
            "therm_bulk_read",
            "28/w1_slave",
            "28/w1_slave",
            "therm_bulk_read",
            "10/w1_slave",
            "10/w1_slave",
            "28/w1_slave");
  }

  private String triggered() {
    String text = bus.text("therm_bulk_read");
    bus.file("therm_bulk_read", "0\n");
    return text.equals("trigger\n") ? "yes" : "no";
  }

  /** A pipe nobody writes to hangs like a kernel that waits for its bus. */
  @Test
  void aReadThatHangsIsGivenUpAndHoldsNobodyUp() throws Exception {
    Path hanging = bus.path(S20 + "/w1_slave");
    Files.delete(hanging);
    pipe(hanging);
    driver.disconnect();
    use(Map.of("timeout.ms", 50));
    assertThatThrownBy(() -> FakeBus.read(driver, S20, "temperature"))
        .isInstanceOf(NoResponseException.class)
        .hasMessage("measuring by " + S20 + " took the kernel more than 50 ms");
    assertThatThrownBy(() -> FakeBus.read(driver, B20, "alarm-low"))
        .isInstanceOf(NoResponseException.class)
        .hasMessage("the kernel is not done yet with measuring by " + S20);
    // It comes back.
    Object value = "none";
    while (!value.equals(-10L)) {
      try {
        value = FakeBus.read(driver, B20, "alarm-low");
      } catch (NoResponseException e) {
        release(hanging);
      }
    }
  }

  @Test
  void anInterruptEndsTheCallAndTheConnection() throws Exception {
    Path hanging = bus.path(B20 + "/w1_slave");
    Files.delete(hanging);
    pipe(hanging);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> FakeBus.read(driver, B20, "temperature"))
          .isInstanceOf(ConnectionException.class)
          .hasCauseInstanceOf(InterruptedIOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThatThrownBy(() -> FakeBus.read(driver, B20, "alarm-low"))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not connected");
    release(hanging);
  }

  private static void pipe(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  /** Lets go who waits at the pipe, if anybody does. */
  private static void release(Path path) throws IOException, InterruptedException {
    String open = "exec 3<>'" + path + "'";
    assertThat(new ProcessBuilder("sh", "-c", open).start().waitFor()).isZero();
  }

  @Test
  void theSearchListsTheSensors() throws Exception {
    bus.sensor("00-800000000000", "");
    List<Finding> found = new ArrayList<>();
    for (Map<String, Object> candidate : driver.candidates(Map.of())) {
      Finding finding = driver.probe(candidate);
      if (finding != null) {
        found.add(finding);
      }
    }
    assertThat(found)
        .containsExactly(
            new Finding(
                Map.of("sensor", S20),
                "DS18S20 temperature sensor",
                Map.of(
                    "temperature", "27.3125 Cel",
                    "resolution", "9 bits",
                    "supply", "by the data line")),
            new Finding(
                Map.of("sensor", B20),
                "DS18B20 temperature sensor",
                Map.of(
                    "temperature", "23.125 Cel",
                    "resolution", "12 bits",
                    "supply", "external")));
    assertThatThrownBy(() -> driver.candidates(Map.of("from", 1)))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void theSearchTellsWhatIsWrongWithASensor() throws Exception {
    bus.sensor(S20, "");
    assertThat(driver.probe(Map.of("place", 0)))
        .isNotNull()
        .extracting(Finding::details, InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("fault");
  }

  @Test
  void inspectingShowsTheBytesAndWhatTheyMean() throws Exception {
    Reading reading = driver.inspect(Map.of("sensor", B20));
    assertThat(reading.raw()).containsExactly("72 01 4b 46 7f ff 0e 10 57".split(" "));
    assertThat(reading.interpretations())
        .extracting(i -> i.address().get("measure") + " " + i.value())
        .containsExactly(
            "temperature 23.125 Cel",
            "alarm true",
            "resolution 12",
            "alarm-low 70",
            "alarm-high 75");
    assertThatThrownBy(() -> driver.inspect(Map.of("sensor", "x")))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> use(Map.of("master", 0)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo("master"));
    assertThatThrownBy(() -> use(Map.of("timeout.ms", 0)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo("timeout.ms"));
    assertThatThrownBy(() -> use(Map.of("timeout", 5)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo("timeout"));
  }
}
