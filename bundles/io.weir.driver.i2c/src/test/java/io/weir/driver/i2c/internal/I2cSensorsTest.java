package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.driver.i2c.internal.FakeI2cBus.FakePart;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class I2cSensorsTest {
  private static final Map<String, Object> BME280 = Fixtures.at(0x76, "bme280");
  private static final Map<String, Object> BMP280 = Fixtures.at(0x77, "bmp280");
  private static final Map<String, Object> SHT3X = Fixtures.at(0x44, "sht3x");
  private static final Map<String, Object> TMP102 = Fixtures.at(0x48, "tmp102");
  private static final Map<String, Object> INA219 = Fixtures.at(0x40, "ina219");

  private final FakeI2cBus bus = new FakeI2cBus();
  private final I2cDriver driver = Fixtures.i2c(bus);

  @BeforeEach
  void connect() throws Exception {
    driver.connect();
  }

  @Test
  void aBmp280MeasuresWhatItsDataSheetSays() throws Exception {
    FakeBosch part = FakeBosch.bmp280();
    bus.parts.put(0x77, part);
    var values = Fixtures.read(driver, BMP280, "temperature", "pressure");
    assertThat(values).containsExactly(25.08, 1006.53);
    assertThat(part.measurements).as("one for both values").isEqualTo(1);
    Fixtures.read(driver, BMP280, "pressure");
    assertThat(part.measurements).isEqualTo(2);
  }

  @Test
  void aBme280AlsoMeasuresHumidity() throws Exception {
    FakeBosch part = FakeBosch.bme280(30_000);
    bus.parts.put(0x76, part);
    var values = Fixtures.read(driver, BME280, "humidity", "temperature");
    assertThat((double) values.get(0)).isBetween(1.0, 99.0);
    assertThat((double) values.get(1)).isCloseTo(25.08, within(0.005));
    assertThat(part.registers[0xF2]).isEqualTo(1);
  }

  @Test
  void humidityThatWasNotMeasuredIsBadAndTheRestIsNot() throws Exception {
    bus.parts.put(0x76, FakeBosch.bme280(0x8000));
    assertThat(Fixtures.read(driver, BME280, "temperature", "humidity").get(1))
        .isEqualTo("bad/device");
  }

  @Test
  void anotherPartIsNamed() {
    bus.parts.put(0x76, FakeBosch.bmp280());
    assertThatThrownBy(() -> Fixtures.read(driver, BME280, "humidity"))
        .isInstanceOf(RejectedException.class)
        .hasMessage("0x76 is no bme280: its chip id is 0x58, that of a bmp280, not 0x60");
  }

  @Test
  void aMeasurementThatDoesNotEndIsNoAnswer() {
    FakeBosch part = FakeBosch.bme280(30_000);
    part.stuck = true;
    bus.parts.put(0x76, part);
    assertThatThrownBy(() -> Fixtures.read(driver, BME280, "humidity"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("0x76: its measurement does not end");
  }

  @Test
  void anEmptyCalibrationIsNoAnswer() {
    FakeBosch part = FakeBosch.bme280(30_000);
    part.setWords(0x88, 0, 0, 0);
    bus.parts.put(0x76, part);
    assertThatThrownBy(() -> Fixtures.read(driver, BME280, "humidity"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("calibration");
  }

  @Test
  void aMissingPartIsSaidInWordsAndComesBack() throws Exception {
    assertThatThrownBy(() -> Fixtures.read(driver, BMP280, "temperature"))
        .isInstanceOf(NoResponseException.class)
        .hasMessage(
            "0x77 bmp280 does not answer; is it connected, and at this address?"
                + " (Remote I/O error)");
    bus.parts.put(0x77, FakeBosch.bmp280());
    assertThat(Fixtures.read(driver, BMP280, "temperature").get(0)).isInstanceOf(Double.class);
  }

  /** Another part of the kind may be there: its calibration is another. */
  @Test
  void aPartThatWasAwayIsReadFromTheBeginning() throws Exception {
    bus.parts.put(0x77, FakeBosch.bmp280());
    Fixtures.read(driver, BMP280, "temperature");
    bus.parts.clear();
    assertThatThrownBy(() -> Fixtures.read(driver, BMP280, "temperature"))
        .isInstanceOf(NoResponseException.class);
    FakeBosch other = FakeBosch.bmp280();
    other.setWords(0x88, 27_000);
    bus.parts.put(0x77, other);
    assertThat((double) Fixtures.read(driver, BMP280, "temperature").get(0)).isGreaterThan(26.0);
  }

  /** The checksum of 0xBEEF is the data sheet's example. */
  @Test
  void theChecksumIsThatOfTheDataSheet() {
    assertThat(Crc8.of(new byte[] {(byte) 0xBE, (byte) 0xEF}, 0, 2)).isEqualTo(0x92);
  }

  @Test
  void anSht3xGivesTheEndsAndTheMiddleOfItsScale() throws Exception {
    bus.parts.put(0x44, new FakeSht3x(0x6666, 0x8000));
    var values = Fixtures.read(driver, SHT3X, "temperature", "humidity");
    assertThat((double) values.get(0)).isCloseTo(25.0, within(0.001));
    assertThat((double) values.get(1)).isCloseTo(50.0, within(0.001));
    bus.parts.put(0x44, new FakeSht3x(0xFFFF, 0xFFFF));
    assertThat(Fixtures.read(driver, SHT3X, "temperature", "humidity"))
        .as("130 degrees are beyond its range")
        .containsExactly("bad/range", 100.0);
  }

  @Test
  void anSht3xWithAWrongChecksumIsNoAnswer() {
    FakeSht3x part = new FakeSht3x(0x6666, 0x8000);
    part.disturbed = true;
    bus.parts.put(0x44, part);
    assertThatThrownBy(() -> Fixtures.read(driver, SHT3X, "temperature"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("checksum");
  }

  /** SBOS397, table of temperature formats; -55 is beyond the range of the part. */
  @ParameterizedTest
  @CsvSource({
    "0x640, 100",
    "0x500, 80",
    "0x4B0, 75",
    "0x320, 50",
    "0x190, 25",
    "0x004, 0.25",
    "0x000, 0",
    "0xFFC, -0.25",
    "0xE70, -25"
  })
  void aTmp102GivesTheTemperaturesOfItsDataSheet(String raw, double celsius) throws Exception {
    WordRegisters part = new WordRegisters();
    part.registers[0] = Integer.decode(raw) << 4 | 0xF;
    bus.parts.put(0x48, part);
    assertThat(Fixtures.read(driver, TMP102, "temperature")).containsExactly(celsius);
    assertThat(part.registers[1]).isEqualTo(0x60A0);
  }

  @Test
  void whatIsNoTmp102IsNamed() {
    bus.parts.put(
        0x48,
        new WordRegisters() {
          @Override
          int load(int register) {
            return 0x8583; // An ADS1115 as after power-on.
          }
        });
    assertThatThrownBy(() -> Fixtures.read(driver, TMP102, "temperature"))
        .isInstanceOf(RejectedException.class)
        .hasMessage("0x48 is no tmp102: its configuration reads 8583");
  }

  @ParameterizedTest
  @CsvSource({
    "0x1900, 9, 25",
    "0x19FF, 9, 25.5",
    "0xFF80, 9, -0.5",
    "0xC900, 9, -55",
    "0x19FF, 11, 25.875"
  })
  void anLm75HasAsManyBitsAsItIsSaidTo(String raw, int bits, double celsius) throws Exception {
    WordRegisters part = new WordRegisters();
    part.registers[0] = Integer.decode(raw);
    bus.parts.put(0x4F, part);
    assertThat(Fixtures.read(driver, Fixtures.at(0x4F, "lm75", "bits", bits), "temperature"))
        .containsExactly(celsius);
  }

  /** The design example of SBOS448G: 12 V, 10 A through 2 milliohms, read as 5D98 and 07D0. */
  @Test
  void anIna219GivesTheValuesOfItsDataSheet() throws Exception {
    WordRegisters part = new WordRegisters();
    part.registers[1] = 0x07D0;
    part.registers[2] = 0x5D98;
    bus.parts.put(0x40, part);
    var values =
        Fixtures.read(
            driver,
            Fixtures.at(0x40, "ina219", "shunt-ohms", 0.002),
            "bus-voltage",
            "shunt-voltage",
            "current",
            "power");
    assertThat(values).containsExactly(11.98, 0.02, 10.0, 119.8);
    assertThat(part.registers[0]).isEqualTo(0x399F);
  }

  @Test
  void aCurrentBeyondItsScaleIsBadAndBackwardsIsNegative() throws Exception {
    WordRegisters part = new WordRegisters();
    part.registers[1] = 0x8300; // -320 mV, where it ends.
    bus.parts.put(0x40, part);
    assertThat(Fixtures.read(driver, INA219, "shunt-voltage", "current", "power"))
        .containsExactly("bad/range", "bad/range", "bad/range");
    part.registers[1] = -1000 & 0xFFFF;
    assertThat((double) Fixtures.read(driver, INA219, "current").get(0))
        .isCloseTo(-0.1, within(1e-9));
  }

  @Test
  void whatIsNoIna219IsNamed() {
    bus.parts.put(
        0x40,
        new WordRegisters() {
          @Override
          void store(int register, int value) {
            // Does not keep it.
          }
        });
    assertThatThrownBy(() -> Fixtures.read(driver, INA219, "current"))
        .isInstanceOf(RejectedException.class)
        .hasMessage("0x40 is no ina219: its configuration reads 0");
  }

  @Test
  void anAds1115ConvertsEachInputWithItsGain() throws Exception {
    FakeAds1115 part = new FakeAds1115();
    part.volts = new double[] {0.5, 1.0, 2.0, 3.0};
    bus.parts.put(0x4B, part);
    Map<String, Object> device = Fixtures.at(0x4B, "ads1115", "gain", 4.096);
    var values =
        Fixtures.read(
            driver, device, "voltage-0", "voltage-3", "voltage-0-1", "voltage-2-3", "voltage-1-3");
    double[] expected = {0.5, 3.0, -0.5, -1.0, -2.0};
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values.get(i)).isCloseTo(expected[i], within(4.096 / 32768));
    }
    assertThat(Fixtures.read(driver, Fixtures.at(0x4B, "ads1115", "gain", 0.512), "voltage-1"))
        .as("beyond its range")
        .containsExactly("bad/range");
    assertThat(part.registers[1] & 0x00E0).as("128 a second").isEqualTo(0x0080);
    Fixtures.read(driver, Fixtures.at(0x4B, "ads1115", "rate", 860), "voltage-1");
    assertThat(part.registers[1] & 0x00E0).as("860 a second").isEqualTo(0x00E0);
  }

  @Test
  void anAds1115ThatNeverEndsIsNoAnswer() {
    FakeAds1115 part = new FakeAds1115();
    part.stuck = true;
    bus.parts.put(0x48, part);
    assertThatThrownBy(() -> Fixtures.read(driver, Fixtures.at(0x48, "ads1115"), "voltage-0"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("does not end");
  }

  @Test
  void whatIsNoAds1115IsNoAnswer() {
    bus.parts.put(
        0x48,
        new WordRegisters() {
          @Override
          int load(int register) {
            return 0x1900;
          }
        });
    assertThatThrownBy(() -> Fixtures.read(driver, Fixtures.at(0x48, "ads1115"), "voltage-0"))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("is it an ads1115?");
  }

  /** SBAS444D, figure "Config Register" and table of the data format. */
  private static final class FakeAds1115 extends WordRegisters {
    private static final double[] RANGES = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256};
    double[] volts = new double[4];
    boolean stuck;
    private int busy;

    @Override
    void store(int register, int value) {
      super.store(register, register == 1 ? value & 0x7FFF : value);
      if (register == 1 && (value & 0x8000) != 0) {
        busy = 2;
        int mux = value >> 12 & 7;
        double input =
            switch (mux) {
              case 0 -> volts[0] - volts[1];
              case 1 -> volts[0] - volts[3];
              case 2 -> volts[1] - volts[3];
              case 3 -> volts[2] - volts[3];
              default -> volts[mux - 4];
            };
        double steps = Math.floor(input / RANGES[value >> 9 & 7] * 32768);
        registers[0] = (int) Math.max(-32768, Math.min(32767, steps)) & 0xFFFF;
      }
    }

    @Override
    int load(int register) {
      if (register == 1) {
        busy -= stuck ? 0 : 1;
        return super.load(1) | (busy > 0 ? 0 : 0x8000);
      }
      return super.load(register);
    }
  }

  /** Answers the command 2400 with two words and their checksums, as section 4.3 shows. */
  private static final class FakeSht3x implements FakePart {
    private final int temperature;
    private final int humidity;
    private boolean commanded;
    boolean disturbed;

    FakeSht3x(int temperature, int humidity) {
      this.temperature = temperature;
      this.humidity = humidity;
    }

    @Override
    public void write(byte[] bytes) {
      commanded = bytes.length == 2 && bytes[0] == 0x24 && bytes[1] == 0;
    }

    @Override
    public byte[] read(int length) throws IOException {
      if (!commanded || length != 6) {
        throw new IOException("Remote I/O error");
      }
      commanded = false;
      byte[] bytes = new byte[6];
      put(bytes, 0, temperature);
      put(bytes, 3, humidity);
      if (disturbed) {
        bytes[4] ^= 1;
      }
      return bytes;
    }

    private static void put(byte[] bytes, int at, int word) {
      bytes[at] = (byte) (word >> 8);
      bytes[at + 1] = (byte) word;
      bytes[at + 2] = (byte) Crc8.of(bytes, at, 2);
    }
  }
}
