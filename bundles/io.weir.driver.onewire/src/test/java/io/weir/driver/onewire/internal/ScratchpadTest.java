package io.weir.driver.onewire.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchpadTest {
  /** Table 1 of the DS18B20's data sheet, 19-7487 rev. 6, but for the power-on value. */
  @ParameterizedTest
  @CsvSource({
    "D0 07, 125",
    "91 01, 25.0625",
    "A2 00, 10.125",
    "08 00, 0.5",
    "00 00, 0",
    "F8 FF, -0.5",
    "5E FF, -10.125",
    "6F FE, -25.0625",
    "90 FC, -55"
  })
  void readsTheTemperaturesOfTheDataSheet(String bytes, double celsius) throws Exception {
    Scratchpad pad = of(Family.DS18B20, bytes + " 4b 46 7f ff 0e 10");
    assertThat(pad.celsius()).isEqualTo(celsius);
    assertThat(pad.quality()).isEqualTo(Quality.GOOD);
    assertThat(pad.resolution()).isEqualTo(12);
  }

  /** The table of the DS18S20's data sheet; with 12 of 16 left it is the half degrees. */
  @ParameterizedTest
  @CsvSource({"32 00, 25", "00 00, 0", "CE FF, -25", "92 FF, -55"})
  void readsTheTemperaturesOfAnS20(String bytes, double celsius) throws Exception {
    Scratchpad pad = of(Family.DS18S20, bytes + " 4b 46 ff ff 0c 10");
    assertThat(pad.celsius()).isEqualTo(celsius);
    assertThat(pad.quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void countsTheRestOfAnS20() throws Exception {
    // 27 (of 27.5) - 0.25 + (16 - 7) / 16
    assertThat(of(Family.DS18S20, "37 00 4b 46 ff ff 07 10").celsius()).isEqualTo(27.3125);
  }

  @ParameterizedTest
  @CsvSource({"7f, 12, 25.0625", "5f, 11, 25", "3f, 10, 25", "1f, 9, 25"})
  void bitsThatAreNotDefinedDoNotCount(String config, int bits, double celsius) throws Exception {
    Scratchpad pad = of(Family.DS18B20, "91 01 4b 46 " + config + " ff 0e 10");
    assertThat(pad.resolution()).isEqualTo(bits);
    assertThat(pad.celsius()).isEqualTo(celsius);
  }

  @Test
  void thePowerOnValueIsBad() throws Exception {
    assertThat(quality(Family.DS18B20, FakeBus.POWER_ON)).isEqualTo("bad/device");
    assertThat(quality(Family.DS28EA00, FakeBus.line("50 05 4b 46 7f ff 0c 10")))
        .isEqualTo("bad/device");
    assertThat(quality(Family.DS18S20, FakeBus.line("aa 00 4b 46 ff ff 0c 10")))
        .isEqualTo("bad/device");
  }

  @Test
  void aPowerOnValueOfACopyIsUncertain() throws Exception {
    assertThat(quality(Family.DS18B20, FakeBus.line("50 05 4b 46 7f ff 10 10")))
        .isEqualTo("uncertain/device");
    assertThat(quality(Family.DS18B20, FakeBus.line("51 05 4b 46 7f ff 0f 10"))).isEqualTo("good");
  }

  @Test
  void aSensorWithoutEnoughPowerIsBad() throws Exception {
    assertThat(quality(Family.DS18B20, FakeBus.line("ff 07 4b 46 7f ff 0c 10")))
        .isEqualTo("bad/device");
  }

  @Test
  void beyondTheRangeOfTheDataSheetIsBad() throws Exception {
    assertThat(quality(Family.DS18B20, FakeBus.line("10 f8 4b 46 7f ff 0e 10")))
        .as("-127")
        .isEqualTo("bad/range");
    assertThat(quality(Family.DS18B20, FakeBus.line("e0 07 4b 46 7f ff 0e 10")))
        .as("126")
        .isEqualTo("bad/range");
    assertThat(quality(Family.DS28EA00, FakeBus.line("60 05 4b 46 7f ff 0e 10")))
        .as("86")
        .isEqualTo("bad/range");
  }

  @Test
  void aZeroAsDivisorIsBad() throws Exception {
    assertThat(quality(Family.DS18S20, FakeBus.line("32 00 4b 46 ff ff 0c 00")))
        .isEqualTo("bad/device");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t=85000",
        "72 01 4b 46 7f ff 0e 10 57 : crc=57 NO\n72 01 4b 46 7f ff 0e 10 57 t=23125\n",
        "72 01 4b 46 7f ff 0e 10 58 : crc=58 YES\n72 01 4b 46 7f ff 0e 10 58 t=23125\n",
        "73 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n73 01 4b 46 7f ff 0e 10 57 t=23187\n",
        "00 00 00 00 00 00 00 00 00 : crc=00 YES\n00 00 00 00 00 00 00 00 00 t=0\n",
        "ff ff ff ff ff ff ff ff ff : crc=c9 NO\n72 01 4b 46 7f ff 0e 10 57 t=-62\n",
        "72 01 4b 46 7f ff 0e : crc=57 YES\n",
        "7200 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n"
      })
  void whatIsNoReadingIsNoAnswer(String text) {
    assertThatThrownBy(() -> Scratchpad.parse(FakeBus.B20, Family.DS18B20, text.strip()))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining(FakeBus.B20);
  }

  @Test
  void aThermocoupleOfTheSameFamilyIsRefused() {
    assertThatThrownBy(() -> of(Family.DS1825, "70 01 00 1a f0 ff ff ff"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("MAX31850");
  }

  @ParameterizedTest
  @CsvSource({
    "b0 04, true", // 75 is at the upper limit
    "af 04, false",
    "60 ff, true", // -10 is at the lower one
    "6f ff, true", // -9.0625: as whole degrees that is -10
    "70 ff, false"
  })
  void comparesWholeDegreesWithTheLimits(String bytes, boolean alarm) throws Exception {
    Scratchpad pad = of(Family.DS18B20, bytes + " 4b f6 7f ff 0e 10");
    assertThat(pad.alarmHigh()).isEqualTo(75);
    assertThat(pad.alarmLow()).isEqualTo(-10);
    assertThat(pad.alarm()).isEqualTo(alarm);
  }

  private static String quality(Family family, String text) throws DriverException {
    return Quality.text(Scratchpad.parse("x", family, text.strip()).quality());
  }

  private static Scratchpad of(Family family, String bytes) throws DriverException {
    return Scratchpad.parse("x", family, FakeBus.line(bytes).strip());
  }
}
