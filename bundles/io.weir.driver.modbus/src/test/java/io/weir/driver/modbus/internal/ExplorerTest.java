package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Interpretation;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches and read tests against a slave that is not our own code. */
class ExplorerTest {
  private static PymodbusSlave slave;
  private static ModbusDriver driver;

  @BeforeAll
  static void start() throws IOException {
    slave = new PymodbusSlave();
    driver = Fixtures.driver(slave.port(), 30_000);
    driver.connect();
  }

  @AfterAll
  static void stop() throws IOException {
    driver.disconnect();
    slave.close();
  }

  @Test
  void theOneUnitThatIsThereIsFound() throws DriverException {
    List<Finding> found = search(Map.of("units", "1,7-9"));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).address()).isEqualTo(Map.of("unit", 1));
    assertThat(found.get(0).title()).startsWith("Unit 1");
    assertThat(found.get(0).details()).containsEntry("unit 1 holding 0", "0xCFC7");
  }

  @Test
  void aUnitThatAnswersWithAnExceptionIsThere() throws DriverException {
    List<Finding> found = search(Map.of("units", "1", "table", "input", "register", 60000));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).details().get("answer")).contains("illegal data address");
  }

  @Test
  void aUnitSaysWhatItIs() throws Exception {
    try (ScriptedSlave peer = new ScriptedSlave()) {
      ModbusDriver other = Fixtures.driver(peer.port(), 30_000);
      Thread answers =
          new Thread(
              () -> {
                try {
                  peer.request();
                  peer.send(peer.bytes("{tid} 0000 0005 05 03 02 1234"));
                  peer.request();
                  peer.send(
                      peer.bytes(
                          "{tid} 0000 0016 05 2B 0E 01 01 00 00 03"
                              + " 00 04 41636D65 01 02 5435 02 02 7632"));
                  for (int base = 0; base < 3; base++) {
                    peer.request();
                    peer.send(peer.bytes("{tid} 0000 0003 05 83 02"));
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      answers.start();
      other.connect();
      Finding found =
          Objects.requireNonNull(other.probe(other.candidates(Map.of("units", "5")).get(0)));
      answers.join();
      other.disconnect();
      assertThat(found.title()).isEqualTo("Unit 5: Acme T5");
      assertThat(found.details()).containsEntry("revision", "v2");
    }
  }

  /** The layout of models 1, 103, 160 and 203 of github.com/sunspec/models, served by pymodbus. */
  @Test
  void aUnitThatSpeaksSunSpecTellsItsModels() throws DriverException {
    List<Finding> found = search(Map.of("units", "2"));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).title()).isEqualTo("Unit 2: Example Works Inverter 25");
    assertThat(found.get(0).details())
        .containsEntry("sunspec", "holding 40000")
        .containsEntry("sunspec model at 40002", "1 Common, length 66")
        .containsEntry("sunspec model at 40070", "103 Inverter (Three Phase), length 50")
        .containsEntry(
            "sunspec model at 40122", "160 Multiple MPPT Inverter Extension Model, length 48")
        .containsEntry("sunspec model at 40172", "203 Meter (Wye Three Phase), length 105")
        .containsEntry("sunspec model at 40279", "64999 (not known here), length 2")
        .containsEntry("serial", "0042")
        .doesNotContainKey("sunspec models");
  }

  @Test
  void aChainOfModelsWithoutEndEnds() throws DriverException {
    Map<String, String> endless = search(Map.of("units", "3")).get(0).details();
    assertThat(endless)
        .containsEntry("sunspec", "holding 0")
        .containsEntry("sunspec models", "there are more, or they have no end");
    assertThat(endless.keySet().stream().filter(key -> key.startsWith("sunspec model at")))
        .hasSize(50);
    assertThat(search(Map.of("units", "4")).get(0).details().get("sunspec models"))
        .as("it leads out of the table")
        .startsWith("they end without an end: ");
  }

  @Test
  void aUnitThatIsNotThereIsWaitedForNoLongerThanTheQuerySays() throws Exception {
    try (ScriptedSlave peer = new ScriptedSlave()) {
      ModbusDriver other = Fixtures.driver(peer.port(), 60_000);
      other.connect();
      Map<String, Object> query = Map.of("units", "5", "timeout-ms", 20);
      assertThat(other.probe(other.candidates(query).get(0))).isNull();
      peer.request();
      peer.send(peer.bytes("{tid} 0000 0005 05 03 02 1111")); // Late.
      FutureTask<Object> read =
          new FutureTask<>(
              () ->
                  Fixtures.read(
                      other,
                      Fixtures.point(
                          other,
                          Map.of("unit", 5, "table", "holding", "register", 0, "type", "uint16"))));
      new Thread(read, "bus").start();
      peer.request();
      peer.send(peer.bytes("{tid} 0000 0005 05 03 02 002A"));
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(42L);
      other.disconnect();
    }
  }

  @Test
  void registersThatAreThereAreFoundWithTheirValues() throws DriverException {
    List<Finding> found =
        search(Map.of("unit", 1, "table", "holding", "registers", "0-1,1999-2001"));

    assertThat(found)
        .extracting(Finding::title)
        .containsExactly("holding 0: 53191", "holding 1: 54321", "holding 1999: 0");
    assertThat(found.get(1).address())
        .isEqualTo(Map.of("unit", 1, "table", "holding", "register", 1, "type", "uint16"));
    assertThat(search(Map.of("unit", 1, "table", "coil", "registers", "7,8")))
        .extracting(Finding::title)
        .containsExactly("coil 7: 1", "coil 8: 0");
  }

  @Test
  void aPlaceIsShownInEveryTypeAndOrder() throws DriverException {
    Reading reading =
        driver.inspect(Map.of("unit", 1, "table", "holding", "register", 14, "length", 2));

    assertThat(reading.raw()).containsExactly("0x428E", "0x8000");
    Map<String, String> values = values(reading);
    assertThat(values)
        .containsEntry("{order=ABCD, type=float32}", "71.25")
        .containsEntry("{order=ABCD, type=uint32}", "1116635136")
        .containsEntry("{order=ABCD, type=uint16}", "17038")
        .containsEntry("{order=BADC, type=uint16}", "36418")
        .containsEntry("{bit=1}", "true")
        .containsEntry("{bit=0}", "false")
        .doesNotContainKey("{order=ABCD, type=float64}")
        .doesNotContainKey("{order=CDAB, type=uint16}");
    Reading swapped =
        driver.inspect(Map.of("unit", 1, "table", "input", "register", 116, "length", 4));
    assertThat(values(swapped)).containsEntry("{order=CDAB, type=float64}", "-273.15");
    assertThat(values(driver.inspect(Map.of("unit", 1, "table", "coil", "register", 7))))
        .containsExactly(Map.entry("{}", "true"));
  }

  @Test
  void everyInterpretationIsAnAddressAChannelCanHave() throws DriverException {
    Reading reading =
        driver.inspect(Map.of("unit", 1, "table", "holding", "register", 20, "length", 5));
    for (Interpretation each : reading.interpretations()) {
      Map<String, Object> address = new HashMap<>(each.address());
      address.putAll(Map.of("unit", 1, "table", "holding", "register", 20));
      Object read = Fixtures.read(driver, Fixtures.point(address));
      if (each.value().startsWith("none: ")) {
        assertThat(each.value()).isEqualTo("none: " + read);
      } else if (read instanceof Double number) {
        assertThat(Double.parseDouble(each.value()))
            .isCloseTo(number, Percentage.withPercentage(1e-4));
      } else {
        assertThat(each.value()).isEqualTo(read.toString());
      }
    }
    assertThat(values(reading)).containsEntry("{length=5, order=ABCD, type=string}", "Weir gate!");
  }

  @Test
  void atTheEndOfATableFewerRegistersAreShown() throws DriverException {
    assertThat(driver.inspect(Map.of("unit", 1, "table", "holding", "register", 1998)).raw())
        .hasSize(2);
    assertThatThrownBy(
            () -> driver.inspect(Map.of("unit", 1, "table", "holding", "register", 2500)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("illegal data address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "units    | 1-300     | units",
        "units    | 9-1       | units",
        "units    | all       | units",
        "units    | 1-5;9     | units",
        "nonsense | 1         | nonsense",
      })
  void aWrongQueryIsRefusedByName(String key, String value, String field) {
    assertThatThrownBy(() -> driver.candidates(Map.of(key, value)))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  void aSearchForTooMuchIsRefused() {
    assertThatThrownBy(
            () -> driver.candidates(Map.of("unit", 1, "table", "input", "registers", "0-60000")))
        .hasMessageContaining("10000 at most");
    assertThatThrownBy(() -> driver.candidates(Map.of("registers", "0-6")))
        .hasMessageContaining("unit");
    assertThatThrownBy(() -> driver.candidates(Map.of())).hasMessageContaining("units");
    assertThatThrownBy(() -> driver.candidates(Map.of("units", "1", "timeout-ms", 0)))
        .hasMessageContaining("timeout-ms");
  }

  private static List<Finding> search(Map<String, Object> query) throws DriverException {
    return search(driver, query);
  }

  private static List<Finding> search(ModbusDriver driver, Map<String, Object> query)
      throws DriverException {
    List<Finding> found = new ArrayList<>();
    for (Map<String, Object> candidate : driver.candidates(query)) {
      Finding finding = driver.probe(candidate);
      if (finding != null) {
        found.add(finding);
      }
    }
    return found;
  }

  private static Map<String, String> values(Reading reading) {
    return reading.interpretations().stream()
        .collect(
            Collectors.toMap(
                each -> new TreeMap<>(each.address()).toString(), Interpretation::value));
  }
}
