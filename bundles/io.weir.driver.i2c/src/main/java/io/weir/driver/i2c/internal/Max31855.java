package io.weir.driver.i2c.internal;

import java.io.IOException;
import java.util.List;

/**
 * A thermocouple, the temperature of its cold junction, and what is wrong with the wires.
 *
 * <p>Source: Maxim, MAX31855 Cold-Junction Compensated Thermocouple-to-Digital Converter, 19-5793,
 * tables 2 to 5.
 */
final class Max31855 extends Sensor {
  static final PartKind<SpiWire> KIND =
      new PartKind<>(
          "max31855",
          0,
          SpiDriver.MAX_CHIP_SELECT,
          List.of(
              Measure.of("temperature", -270, 1800, 2),
              Measure.of("internal-temperature", -40, 125, 4),
              Measure.flag("fault-open"),
              Measure.flag("fault-short-ground"),
              Measure.flag("fault-short-supply")),
          List.of(),
          Max31855::new);

  private static final int FAULT = 1 << 16;

  /** Bits that are always 0. */
  private static final int RESERVED = 1 << 17 | 1 << 3;

  private final SpiWire wire;

  private Max31855(SpiWire wire) {
    this.wire = wire;
  }

  @Override
  double[] measure() throws IOException {
    int word = 0;
    for (byte b : wire.transfer(0, 0, 0, 0, 0)) {
      word = word << Byte.SIZE | (b & 0xFF);
    }
    if (word == 0) { // Both at 0.00 degrees is less likely than a line that is held low.
      throw wire.noAnswer("it sends nothing but zeros; is the max31855 connected?");
    }
    if ((word & RESERVED) != 0) {
      throw wire.noAnswer("bits are set that a max31855 never sets; is it connected?");
    }
    return new double[] {
      (word & FAULT) == 0 ? (word >> 18) / 4.0 : Double.NaN,
      ((short) word >> 4) / 16.0,
      word & 1,
      word >> 1 & 1,
      word >> 2 & 1
    };
  }
}
