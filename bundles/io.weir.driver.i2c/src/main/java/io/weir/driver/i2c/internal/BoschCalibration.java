package io.weir.driver.i2c.internal;

/**
 * What a BME280 or BMP280 was calibrated to, and its formulas in double precision.
 *
 * <p>Source: Bosch Sensortec, BST-BME280-DS002, section 4.2.2 (registers) and appendix 8.1
 * (formulas); BST-BMP280-DS001, section 3.11.2 and appendix 8.1.
 */
final class BoschCalibration {
  /** Of a part that has not been read yet. */
  static final BoschCalibration NONE = of(new byte[26], new byte[7]);

  /** What a register holds whose measurement was left out. */
  private static final int SKIPPED = 0x80000;

  private static final int SKIPPED_HUMIDITY = 0x8000;
  private static final double PA_PER_HPA = 100;

  private final int[] t = new int[3];
  private final int[] p = new int[9];
  private final int[] h = new int[6];

  private BoschCalibration() {}

  /**
   * From the registers.
   *
   * @param main 26 bytes from 0x88 on
   * @param humidity 7 bytes from 0xE1 on
   */
  static BoschCalibration of(byte[] main, byte[] humidity) {
    BoschCalibration calibration = new BoschCalibration();
    for (int i = 0; i < calibration.t.length; i++) {
      calibration.t[i] = signed(main, 2 * i);
    }
    for (int i = 0; i < calibration.p.length; i++) {
      calibration.p[i] = signed(main, 6 + 2 * i);
    }
    calibration.t[0] &= 0xFFFF;
    calibration.p[0] &= 0xFFFF;
    calibration.h[0] = main[25] & 0xFF;
    calibration.h[1] = signed(humidity, 0);
    calibration.h[2] = humidity[2] & 0xFF;
    calibration.h[3] = humidity[3] << 4 | (humidity[4] & 0x0F);
    calibration.h[4] = humidity[5] << 4 | (humidity[4] & 0xF0) >> 4;
    calibration.h[5] = humidity[6];
    return calibration;
  }

  /** Low byte first. */
  private static short signed(byte[] bytes, int at) {
    return (short) ((bytes[at] & 0xFF) | bytes[at + 1] << Byte.SIZE);
  }

  boolean isPlausible() {
    return t[0] != 0 && t[0] != 0xFFFF && p[0] != 0 && p[0] != 0xFFFF;
  }

  /**
   * Degrees Celsius, hectopascals, per cent.
   *
   * @param pressure raw, 20 bits
   * @param temperature raw, 20 bits
   * @param humidity raw, 16 bits
   */
  double[] compensate(int pressure, int temperature, int humidity) {
    if (temperature == SKIPPED) { // The others need it.
      return new double[] {Double.NaN, Double.NaN, Double.NaN};
    }
    double fine = fine(temperature);
    return new double[] {
      fine / 5120,
      pressure == SKIPPED ? Double.NaN : pressure(pressure, fine) / PA_PER_HPA,
      humidity == SKIPPED_HUMIDITY ? Double.NaN : humidity(humidity, fine)
    };
  }

  private double fine(int raw) {
    double first = (raw / 16384.0 - t[0] / 1024.0) * t[1];
    double offset = raw / 131072.0 - t[0] / 8192.0;
    return first + offset * offset * t[2];
  }

  private double pressure(int raw, double fine) {
    double a = fine / 2 - 64000;
    double b = a * a * p[5] / 32768 + a * p[4] * 2;
    b = b / 4 + p[3] * 65536.0;
    a = (p[2] * a * a / 524288 + p[1] * a) / 524288;
    a = (1 + a / 32768) * p[0];
    if (a == 0) {
      return Double.NaN;
    }
    double value = (1048576 - raw - b / 4096) * 6250 / a;
    return value + (p[8] * value * value / 2147483648.0 + value * p[7] / 32768 + p[6]) / 16;
  }

  private double humidity(int raw, double fine) {
    double x = fine - 76800;
    double offset = h[3] * 64.0 + h[4] / 16384.0 * x;
    double slope = h[1] / 65536.0 * (1 + h[5] / 67108864.0 * x * (1 + h[2] / 67108864.0 * x));
    double value = (raw - offset) * slope;
    value *= 1 - h[0] * value / 524288;
    return Math.min(100, Math.max(0, value));
  }
}
