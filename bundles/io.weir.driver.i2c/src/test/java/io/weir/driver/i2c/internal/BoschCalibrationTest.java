package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoschCalibrationTest {
  private static final int RAW_TEMPERATURE = 519_888;
  private static final int RAW_PRESSURE = 415_148;
  private static final int FINE = 128_422;

  private static final int H1 = 75;
  private static final int H2 = 370;
  private static final int H3 = 3;
  private static final int H5 = 50;
  private static final int H6 = -30;

  /** The worked example of BST-BMP280-DS001, section 3.12. */
  @Test
  void givesTheValuesOfTheDataSheet() {
    double[] values = calibration().compensate(RAW_PRESSURE, RAW_TEMPERATURE, 0);
    assertThat(values[0]).isCloseTo(25.08, within(0.005));
    assertThat(values[1]).isCloseTo(1006.5327, within(0.0005));
  }

  /** The data sheet has no example of humidity, but a second formula, of integers. */
  @ParameterizedTest
  @CsvSource({
    "313, 21000",
    "313, 25000",
    "313, 30000",
    "313, 36000",
    "-13, 1000",
    "-13, 9000",
    "-13, 16000"
  })
  void agreesWithTheOtherFormulaOfTheDataSheet(int h4, int raw) {
    int expected = integerHumidity(h4, raw);
    assertThat(expected).as("not cut off").isBetween(1, 102_399);
    assertThat(humidity(h4, raw)).isCloseTo(expected / 1024.0, within(0.05));
  }

  @Test
  void isCutOffAtTheEndsAsTheDataSheetSays() {
    assertThat(humidity(313, 0)).isZero();
    assertThat(humidity(313, 65_535)).isEqualTo(100);
  }

  private static double humidity(int h4, int raw) {
    return calibration(h4).compensate(RAW_PRESSURE, RAW_TEMPERATURE, raw)[2];
  }

  @Test
  void whatWasNotMeasuredIsNoValue() {
    BoschCalibration calibration = calibration();
    assertThat(calibration.compensate(0x80000, RAW_TEMPERATURE, 0x8000)[0]).isNotNaN();
    assertThat(calibration.compensate(0x80000, RAW_TEMPERATURE, 0x8000)[1]).isNaN();
    assertThat(calibration.compensate(0x80000, RAW_TEMPERATURE, 0x8000)[2]).isNaN();
    assertThat(calibration.compensate(RAW_PRESSURE, 0x80000, 20_000)).containsOnly(Double.NaN);
  }

  @Test
  void anEmptyCalibrationIsNotPlausible() {
    assertThat(calibration().isPlausible()).isTrue();
    assertThat(BoschCalibration.NONE.isPlausible()).isFalse();
    byte[] ones = new byte[26];
    Arrays.fill(ones, (byte) 0xFF);
    assertThat(BoschCalibration.of(ones, new byte[7]).isPlausible()).isFalse();
  }

  private static BoschCalibration calibration() {
    return calibration(313);
  }

  private static BoschCalibration calibration(int h4) {
    ByteBuffer main = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
    for (int value :
        new int[] {27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000}) {
      main.putShort((short) value);
    }
    main.put((byte) 0).put((byte) H1);
    byte[] humidity = {
      (byte) H2,
      (byte) (H2 >> 8),
      (byte) H3,
      (byte) (h4 >> 4),
      (byte) ((h4 & 0x0F) | (H5 & 0x0F) << 4),
      (byte) (H5 >> 4),
      (byte) H6
    };
    return BoschCalibration.of(main.array(), humidity);
  }

  /** BST-BME280-DS002, section 4.2.3, in Q22.10. */
  private static int integerHumidity(int h4, int raw) {
    int x = FINE - 76800;
    int a = ((raw << 14) - (h4 << 20) - H5 * x + 16384) >> 15;
    int b = ((((x * H6) >> 10) * (((x * H3) >> 11) + 32768)) >> 10) + 2097152;
    int y = a * ((b * H2 + 8192) >> 14);
    y -= ((((y >> 15) * (y >> 15)) >> 7) * H1) >> 4;
    return Math.min(419430400, Math.max(0, y)) >> 12;
  }
}
