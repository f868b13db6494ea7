package io.weir.driver.i2c.internal;

import java.io.IOException;
import java.util.List;

/**
 * Temperature and humidity, single shot, high repeatability, without clock stretching.
 *
 * <p>Source: Sensirion, Datasheet SHT3x-DIS, sections 4.3 (command), 4.12 (checksum) and 4.13
 * (conversion).
 */
final class Sht3x extends Sensor {
  static final PartKind<I2cWire> KIND =
      new PartKind<>(
          "sht3x",
          0x44,
          0x45,
          List.of(Measure.of("temperature", -40, 125, 2), Measure.of("humidity", 0, 100, 2)),
          List.of(),
          Sht3x::new);

  private static final int COMMAND = 0x24;

  /** A measurement takes at most 15.5 ms. */
  private static final int MEASURE_MILLIS = 20;

  private static final double FULL_SCALE = 65535;

  private final I2cWire wire;

  private Sht3x(I2cWire wire) {
    this.wire = wire;
  }

  @Override
  double[] measure() throws IOException, InterruptedException {
    wire.write(COMMAND, 0);
    wire.pause(MEASURE_MILLIS);
    byte[] data = wire.receive(6);
    if (Crc8.of(data, 0, 2) != (data[2] & 0xFF) || Crc8.of(data, 3, 2) != (data[5] & 0xFF)) {
      throw wire.noAnswer("the checksum is wrong");
    }
    return new double[] {
      175 * I2cWire.word(data, 0) / FULL_SCALE - 45, 100 * I2cWire.word(data, 3) / FULL_SCALE
    };
  }
}
