package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpiPartsTest {
  /** A part as the bus sees it. */
  private interface FakePart {
    byte[] transfer(int mode, byte[] bytes) throws IOException;
  }

  private final Map<Integer, FakePart> parts = new HashMap<>();
  private final SpiDriver driver =
      Fixtures.spi(
          new SpiBus() {
            @Override
            public byte[] transfer(int chipSelect, int mode, byte[] bytes) throws IOException {
              FakePart part = parts.get(chipSelect);
              return part == null ? filled(bytes.length, 0xFF) : part.transfer(mode, bytes);
            }

            @Override
            public void close() {}
          });

  @BeforeEach
  void connect() throws Exception {
    driver.connect();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** DS21295D, figure 6-1: start, single-ended and three bits of input, null bit, ten bits. */
  @Test
  void anMcp3008ConvertsTheInputThatIsAskedFor() throws Exception {
    parts.put(
        0,
        (mode, bytes) -> {
          assertThat(mode).isZero();
          assertThat(bytes).hasSize(3).startsWith(1);
          assertThat(bytes[1] & 0x8F).isEqualTo(0x80);
          int value = (bytes[1] >> 4 & 7) == 5 ? 1023 : 512;
          return new byte[] {(byte) 0xFF, (byte) (0xF8 | value >> 8), (byte) value};
        });
    Map<String, Object> device = at(0, "mcp3008");
    assertThat((double) Fixtures.read(driver, device, "voltage-0").get(0))
        .isCloseTo(1.65, within(1e-9));
    device.put("reference-volts", 5.0);
    var values = Fixtures.read(driver, device, "voltage-5", "voltage-7");
    assertThat((double) values.get(0)).isEqualTo(4.9951);
    assertThat((double) values.get(1)).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void anMcp3008ThatIsNotThereIsNoAnswer() {
    assertThatThrownBy(() -> Fixtures.read(driver, at(0, "mcp3008"), "voltage-0"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("chip select 0: the line is not driven");
  }

  /** 19-5793, tables 4 and 5. */
  @ParameterizedTest
  @CsvSource({
    "0110 0100 0000 00, 1600", "0011 1110 1000 00, 1000", "0000 0110 0100 11, 100.75",
    "0000 0001 1001 00, 25", "1111 1111 1111 11, -0.25", "1111 1111 1111 00, -1",
    "1111 0000 0110 00, -250"
  })
  void aMax31855GivesTheTemperaturesOfItsDataSheet(String bits, double celsius) throws Exception {
    max31855(Integer.parseInt(bits.replace(" ", ""), 2) << 18 | 0x190 << 4);
    assertThat(Fixtures.read(driver, at(1, "max31855"), "temperature", "fault-open"))
        .containsExactly(celsius, false);
  }

  @ParameterizedTest
  @CsvSource({
    "0110 0100 1001, 100.5625",
    "0001 1001 0000, 25",
    "1111 1111 1111, -0.0625",
    "1111 1111 0000, -1",
    "1110 1100 0000, -20"
  })
  void aMax31855TellsItsOwnTemperature(String bits, double celsius) throws Exception {
    max31855(Integer.parseInt(bits.replace(" ", ""), 2) << 4 | 100 << 18);
    assertThat(Fixtures.read(driver, at(1, "max31855"), "internal-temperature"))
        .containsExactly(celsius);
  }

  @ParameterizedTest
  @CsvSource({"1, true, false, false", "2, false, true, false", "4, false, false, true"})
  void aFaultOfAThermocoupleLeavesTheRest(int bit, boolean open, boolean ground, boolean supply)
      throws Exception {
    max31855(100 << 18 | 1 << 16 | 0x190 << 4 | bit);
    assertThat(
            Fixtures.read(
                driver,
                at(1, "max31855"),
                "temperature",
                "internal-temperature",
                "fault-open",
                "fault-short-ground",
                "fault-short-supply"))
        .containsExactly("bad/device", 25.0, open, ground, supply);
  }

  @ParameterizedTest
  @CsvSource({"-1, never sets", "0, nothing but zeros"})
  void aMax31855ThatIsNotThereIsNoAnswer(int word, String why) {
    max31855(word);
    assertThatThrownBy(() -> Fixtures.read(driver, at(1, "max31855"), "temperature"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining(why);
  }

  private void max31855(int word) {
    parts.put(
        1,
        (mode, bytes) -> {
          assertThat(mode).isZero();
          assertThat(bytes).containsOnly(0).hasSize(4);
          return ByteBuffer.allocate(4).putInt(word).array();
        });
  }

  /** IEC 60751, the table of Pt100. */
  @ParameterizedTest
  @CsvSource({
    "18.52, -200",
    "60.26, -100",
    "80.31, -50",
    "100.00, 0",
    "109.73, 25",
    "138.51, 100",
    "175.86, 200",
    "390.48, 850"
  })
  void platinumHasTheTemperaturesOfItsNorm(double ohms, double celsius) {
    assertThat(Platinum.celsius(ohms / 100)).isCloseTo(celsius, within(0.02));
  }

  @Test
  void aMax31865MeasuresOnceAndSwitchesItsBiasOff() throws Exception {
    FakeMax31865 part = new FakeMax31865();
    part.ratio = 138.51 / 430;
    parts.put(0, part);
    var values = Fixtures.read(driver, at(0, "max31865"), "temperature", "resistance", "fault");
    assertThat((double) values.get(0)).isCloseTo(100, within(0.05));
    assertThat((double) values.get(1)).isCloseTo(138.51, within(0.02));
    assertThat(values.get(2)).isEqualTo(false);
    assertThat(part.config).as("50 Hz, no bias").isEqualTo(0x01);
    Map<String, Object> device = at(0, "max31865");
    device.put("wires", 3);
    device.put("mains-hertz", 60);
    Fixtures.read(driver, device, "temperature");
    assertThat(part.config).as("60 Hz, three wires").isEqualTo(0x10);
  }

  @Test
  void aFaultOfAResistorIsToldAndItsValueIsBad() throws Exception {
    FakeMax31865 part = new FakeMax31865();
    part.ratio = 0.99;
    part.fault = true;
    parts.put(0, part);
    assertThat(Fixtures.read(driver, at(0, "max31865"), "temperature", "resistance", "fault"))
        .containsExactly("bad/device", "bad/device", true);
  }

  @Test
  void aResistorBeyondItsNormIsBad() throws Exception {
    FakeMax31865 part = new FakeMax31865();
    part.ratio = 0.97;
    parts.put(0, part);
    assertThat(Fixtures.read(driver, at(0, "max31865"), "temperature"))
        .containsExactly("bad/range");
  }

  @Test
  void aMax31865ThatIsNotThereIsNoAnswer() {
    assertThatThrownBy(() -> Fixtures.read(driver, at(0, "max31865"), "temperature"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("is the max31865 connected?");
  }

  @Test
  void nothingIsWrittenAndAddressesAreChecked() {
    Map<String, Object> address = at(0, "mcp3008");
    address.put("measure", "voltage-0");
    Point point = driver.point(Fixtures.channel(address, Access.R));
    assertThatThrownBy(() -> driver.write(point, 0, null)).isInstanceOf(RejectedException.class);
    assertField("chip-select", Map.of("part", "mcp3008", "measure", "voltage-0"));
    assertField("part", Map.of("chip-select", 0, "part", "mcp3009", "measure", "voltage-0"));
    assertField("measure", Map.of("chip-select", 0, "part", "mcp3008", "measure", "voltage-8"));
    assertField(
        "reference-volts",
        Map.of("chip-select", 0, "part", "mcp3008", "measure", "voltage-1", "reference-volts", 12));
  }

  private void assertField(String field, Map<String, Object> address) {
    assertThatThrownBy(() -> driver.point(Fixtures.channel(address, Access.R)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo("address/" + field));
  }

  @Test
  void withoutAConnectionNothingIsRead() {
    driver.disconnect();
    assertThatThrownBy(() -> Fixtures.read(driver, at(0, "mcp3008"), "voltage-0"))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("not connected");
  }

  private static Map<String, Object> at(int chipSelect, String part) {
    return new HashMap<>(Map.of("chip-select", chipSelect, "part", part));
  }

  /** 19-6478: registers 0 (configuration) and 1, 2 (resistance); bit 7 of the address writes. */
  private static final class FakeMax31865 implements FakePart {
    int config;
    double ratio;
    boolean fault;
    private int word;

    @Override
    public byte[] transfer(int mode, byte[] bytes) {
      assertThat(mode).isEqualTo(1);
      byte[] out = new byte[bytes.length];
      if (bytes[0] == (byte) 0x80) {
        config = bytes[1] & ~0x02 & 0xFF;
        if ((config & 0x20) != 0) {
          assertThat(config & 0x80).as("bias").isNotZero();
          config &= ~0x20;
          word = (int) Math.round(ratio * 32768) << 1 | (fault ? 1 : 0);
        }
      } else if (bytes[0] == 0) {
        out[1] = (byte) config;
      } else if (bytes[0] == 1) {
        out[1] = (byte) (word >> 8);
        out[2] = (byte) word;
      }
      return out;
    }
  }
}
