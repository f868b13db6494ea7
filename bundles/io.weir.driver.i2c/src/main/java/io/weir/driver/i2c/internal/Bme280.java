package io.weir.driver.i2c.internal;

import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * Temperature, pressure and, in a BME280, humidity, measured on demand ("forced mode") with single
 * oversampling and without filter.
 *
 * <p>Source: Bosch Sensortec, BME280 Combined humidity and pressure sensor, data sheet
 * BST-BME280-DS002, sections 3.3, 4 and 5; BMP280 Digital pressure sensor, data sheet
 * BST-BMP280-DS001, sections 3.6, 3.11 and 4.
 */
final class Bme280 extends Sensor {
  private static final Measure TEMPERATURE = Measure.of("temperature", -40, 85, 2);
  private static final Measure PRESSURE = Measure.of("pressure", 300, 1100, 2);

  static final PartKind<I2cWire> BME280 =
      kind(
          "bme280",
          List.of(TEMPERATURE, PRESSURE, Measure.of("humidity", 0, 100, 2)),
          wire -> new Bme280(wire, true));
  static final PartKind<I2cWire> BMP280 =
      kind("bmp280", List.of(TEMPERATURE, PRESSURE), wire -> new Bme280(wire, false));

  static final int ID = 0xD0;
  private static final int ID_BME280 = 0x60;
  private static final int ID_BMP280 = 0x58;
  private static final int CALIBRATION = 0x88;
  private static final int CALIBRATION_LENGTH = 26;
  private static final int CALIBRATION_HUMIDITY = 0xE1;
  private static final int CALIBRATION_HUMIDITY_LENGTH = 7;
  private static final int CTRL_HUM = 0xF2;
  private static final int STATUS = 0xF3;
  private static final int CTRL_MEAS = 0xF4;
  private static final int CONFIG = 0xF5;
  private static final int DATA = 0xF7;

  /** Bits of the status: a measurement runs; the calibration is being copied. */
  private static final int BUSY = 0x09;

  /** Temperature once, pressure once, forced mode. */
  private static final int FORCE = 0x25;

  /** Longest time of three single measurements is 9.3 ms (appendix 9.1 of the BME280). */
  private static final int MEASURE_MILLIS = 10;

  private static final int POLLS = 20;

  private final I2cWire wire;
  private final boolean humid;
  private BoschCalibration calibration = BoschCalibration.NONE;

  private Bme280(I2cWire wire, boolean humid) {
    this.wire = wire;
    this.humid = humid;
  }

  private static PartKind<I2cWire> kind(
      String name, List<Measure> measures, Function<I2cWire, Part> factory) {
    return new PartKind<>(name, 0x76, 0x77, measures, List.of(), factory);
  }

  /** The name that goes with a chip id, or an empty text. */
  static String name(int id) {
    return switch (id) {
      case ID_BME280 -> "bme280";
      case ID_BMP280 -> "bmp280";
      default -> "";
    };
  }

  @Override
  public void start() throws IOException, InterruptedException {
    int expected = humid ? ID_BME280 : ID_BMP280;
    int id = wire.readByte(ID);
    if (id != expected) {
      id = wire.readByte(ID); // A disturbed bus must not silence it for long.
    }
    if (id != expected) {
      String name = name(id);
      throw new RejectedException(
          I2cWire.hex(wire.address())
              + " is no "
              + name(expected)
              + ": its chip id is "
              + I2cWire.hex(id)
              + (name.isEmpty() ? "" : ", that of a " + name)
              + ", not "
              + I2cWire.hex(expected),
          ENODEV,
          true);
    }
    awaitIdle();
    calibration =
        BoschCalibration.of(
            wire.read(CALIBRATION, CALIBRATION_LENGTH),
            humid
                ? wire.read(CALIBRATION_HUMIDITY, CALIBRATION_HUMIDITY_LENGTH)
                : new byte[CALIBRATION_HUMIDITY_LENGTH]);
    if (!calibration.isPlausible()) {
      throw wire.noAnswer("its calibration is empty");
    }
    wire.write(CONFIG, 0);
  }

  @Override
  double[] measure() throws IOException, InterruptedException {
    if (humid) {
      wire.write(CTRL_HUM, 1); // Takes effect with the next register.
    }
    wire.write(CTRL_MEAS, FORCE);
    wire.pause(MEASURE_MILLIS);
    awaitIdle();
    byte[] data = wire.read(DATA, humid ? 8 : 6);
    return calibration.compensate(
        twentyBits(data, 0), twentyBits(data, 3), humid ? I2cWire.word(data, 6) : 0);
  }

  private void awaitIdle() throws IOException, InterruptedException {
    for (int i = 0; i < POLLS; i++) {
      if ((wire.readByte(STATUS) & BUSY) == 0) {
        return;
      }
      wire.pause(2);
    }
    throw wire.noAnswer("its measurement does not end");
  }

  private static int twentyBits(byte[] data, int at) {
    return I2cWire.word(data, at) << 4 | (data[at + 2] & 0xFF) >> 4;
  }
}
