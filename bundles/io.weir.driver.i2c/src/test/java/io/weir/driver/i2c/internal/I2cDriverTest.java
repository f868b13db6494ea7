package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.ConfigException;
import io.weir.driver.i2c.internal.FakeI2cBus.FakePart;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class I2cDriverTest {
  private final FakeI2cBus bus = new FakeI2cBus();
  private final I2cDriver driver = Fixtures.i2c(bus);

  @BeforeEach
  void connect() throws Exception {
    driver.connect();
  }

  @Test
  void aPartThatTheKernelHasIsNotTouched() {
    bus.parts.put(0x77, FakeBosch.bmp280());
    bus.owners.put(0x77, "bmp280");
    assertThatThrownBy(() -> Fixtures.read(driver, Fixtures.at(0x77, "bmp280"), "temperature"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("0x77 belongs to the kernel's driver bmp280");
    assertThat(bus.written).isEmpty();
  }

  @Test
  void whatIsMeasuredCannotBeWritten() {
    bus.parts.put(0x77, FakeBosch.bmp280());
    Point point =
        driver.point(
            Fixtures.channel(Fixtures.at(0x77, "bmp280", "measure", "temperature"), Access.R));
    assertThatThrownBy(() -> driver.write(point, 0, null))
        .isInstanceOf(RejectedException.class)
        .hasMessage("temperature cannot be written");
  }

  @Test
  void anInterruptEndsTheCallAndTheConnection() {
    bus.parts.put(0x77, FakeBosch.bmp280());
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> Fixtures.read(driver, Fixtures.at(0x77, "bmp280"), "temperature"))
          .isInstanceOf(ConnectionException.class)
          .hasCauseInstanceOf(InterruptedIOException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(bus.open).isFalse();
  }

  @Test
  void theRealPauseCanBeInterrupted() throws Exception {
    Pause.real().millis(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Pause.real().millis(600_000)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void partsOfOnePlaceShareARead() {
    Point a = point(Fixtures.at(0x76, "bme280", "measure", "temperature"));
    Point b = point(Fixtures.at(0x76, "bme280", "measure", "humidity"));
    Point other = point(Fixtures.at(0x77, "bme280", "measure", "humidity"));
    assertThat(a.area()).isEqualTo("0x76 bme280").isEqualTo(b.area());
    assertThat(other.area()).isNotEqualTo(a.area());
  }

  private Point point(Map<String, Object> address) {
    return driver.point(Fixtures.channel(address, Access.R));
  }

  /** A port expander takes a written byte for its outputs, a multiplexer for its channels. */
  @Test
  void theSearchWritesNothing() throws Exception {
    bus.parts.put(0x20, new FakeMcp23017());
    bus.parts.put(0x76, FakeBosch.bme280(30_000));
    bus.parts.put(0x69, new Forbidden());
    bus.owners.put(0x68, "rtc-ds1307");
    assertThat(search(Map.of()))
        .extracting(finding -> finding.details().get("address") + " " + finding.title())
        .containsExactly(
            "0x20 something answers",
            "0x68 in use by the kernel's driver rtc-ds1307",
            "0x76 something answers");
    assertThat(bus.written).isEmpty();
    assertThat(search(Map.of()).get(0).details())
        .containsEntry("parts that can stand here", "mcp23017");
  }

  @Test
  void onlyWhenAskedForAChipIdIsRead() throws Exception {
    bus.parts.put(0x20, new FakeMcp23017());
    bus.parts.put(0x76, FakeBosch.bme280(30_000));
    bus.parts.put(0x77, FakeBosch.bmp280());
    assertThat(search(Map.of("identify", true)))
        .extracting(Finding::address)
        .containsExactly(
            Map.of("address", 0x20),
            Map.of("address", 0x76, "part", "bme280"),
            Map.of("address", 0x77, "part", "bmp280"));
    assertThat(bus.written).containsOnlyKeys(0x76, 0x77);
  }

  @Test
  void aQueryThatMeansNothingIsNamed() {
    assertThatThrownBy(() -> driver.candidates(Map.of("from", 3)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("from: '3'");
    assertThatThrownBy(() -> driver.candidates(Map.of("identify", 1)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("identify: '1' cannot be used; use true or false");
  }

  private List<Finding> search(Map<String, Object> query) throws Exception {
    List<Finding> found = new ArrayList<>();
    for (Map<String, Object> candidate : driver.candidates(query)) {
      Finding finding = driver.probe(candidate);
      if (finding != null) {
        found.add(finding);
      }
    }
    return found;
  }

  @Test
  void inspectingShowsTheBytesAndWhatTheyMean() throws Exception {
    bus.parts.put(0x77, FakeBosch.bmp280());
    Reading reading = driver.inspect(Fixtures.at(0x77, "bmp280"));
    assertThat(reading.raw()).contains("58", "65 5a c0 7e ed 00");
    assertThat(reading.interpretations())
        .extracting(i -> i.address().get("measure") + " " + i.value())
        .satisfiesExactly(
            text -> assertThat(text).startsWith("temperature 25.08"),
            text -> assertThat(text).startsWith("pressure 1006.53"));
  }

  @Test
  void inspectingPinsChangesNothing() throws Exception {
    FakeMcp23017 part = new FakeMcp23017();
    part.setWords(0x00, 0xFF00); // Port A drives something.
    part.setWords(0x14, 0x0081);
    bus.parts.put(0x20, part);
    Reading reading = driver.inspect(Fixtures.at(0x20, "mcp23017"));
    assertThat(reading.raw()).containsExactly("81 00");
    assertThat(reading.interpretations()).hasSize(16);
    assertThat(reading.interpretations().get(7).value()).isEqualTo("true");
    assertThat(part.word(0x00)).isEqualTo(0xFF00);
    assertThat(part.word(0x14)).isEqualTo(0x0081);
  }

  @Test
  void settingsThatCannotBeUsedAreNamed() {
    assertThatThrownBy(() -> Fixtures.i2c(Map.of("bus", -1), bus))
        .isInstanceOf(ConfigException.class)
        .hasMessage("bus: '-1' cannot be used; use a number from 0 to 255");
    assertThatThrownBy(() -> Fixtures.i2c(Map.of("buss", 1), bus))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("buss: '1'");
  }

  private static final class Forbidden implements FakePart {
    @Override
    public void write(byte[] bytes) {
      throw new AssertionError("written");
    }

    @Override
    public byte[] read(int length) {
      throw new AssertionError("read");
    }
  }
}
