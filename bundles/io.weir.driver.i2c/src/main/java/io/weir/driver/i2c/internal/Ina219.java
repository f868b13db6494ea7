package io.weir.driver.i2c.internal;

import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.util.List;

/**
 * Voltage, and current by the voltage at a shunt. The current is calculated here: the part's own
 * current register is only a multiplication by a calibration it loses with its supply.
 *
 * <p>Source: Texas Instruments, INA219, SBOS448G, sections 8.5.3 and 8.6.
 */
final class Ina219 extends Sensor {
  private static final double MAX_SHUNT_VOLTS = 0.32;
  private static final double MAX_BUS_VOLTS = 26;

  static final PartKind<I2cWire> KIND =
      new PartKind<>(
          "ina219",
          0x40,
          0x4F,
          List.of(
              Measure.of("bus-voltage", 0, MAX_BUS_VOLTS, 3),
              Measure.of("shunt-voltage", -MAX_SHUNT_VOLTS, MAX_SHUNT_VOLTS, 5),
              Measure.of("current", -Double.MAX_VALUE, Double.MAX_VALUE, 9),
              Measure.of("power", -Double.MAX_VALUE, Double.MAX_VALUE, 9)),
          List.of(Option.number("shunt-ohms", 0.1, 1e-6, 1000)),
          Ina219::new);

  private static final int CONFIG = 0;
  private static final int SHUNT = 1;
  private static final int BUS = 2;

  /** 32 V, 320 mV, 12 bits, both continuously: as after power-on. */
  private static final int SETTING = 0x399F;

  /** Two conversions of 12 bits take little more than a millisecond. */
  private static final int FIRST_MILLIS = 2;

  private static final int CURRENT = 2;
  private static final int POWER = 3;
  private static final double SHUNT_VOLTS_PER_BIT = 0.000_01;
  private static final double BUS_VOLTS_PER_BIT = 0.004;

  /** Where the converter ends. */
  private static final int SHUNT_END = 32_000;

  private final I2cWire wire;

  private Ina219(I2cWire wire) {
    this.wire = wire;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    wire.writeWord(CONFIG, SETTING);
    int read = wire.readWord(CONFIG);
    if (read != SETTING) {
      throw new RejectedException(
          I2cWire.hex(wire.address())
              + " is no ina219: its configuration reads "
              + Integer.toHexString(read),
          ENODEV,
          true);
    }
    wire.pause(FIRST_MILLIS);
  }

  @Override
  double[] measure() throws IOException {
    short shunt = (short) wire.readWord(SHUNT);
    int bus = wire.readWord(BUS) >> 3;
    double shuntVolts =
        Math.abs(shunt) >= SHUNT_END ? Math.copySign(1, shunt) : shunt * SHUNT_VOLTS_PER_BIT;
    return new double[] {bus * BUS_VOLTS_PER_BIT, shuntVolts};
  }

  @Override
  double value(PartPoint point, double[] measured) {
    double bus = measured[0];
    double shunt = measured[1];
    if (point.start() < CURRENT) {
      return measured[point.start()];
    }
    if (Math.abs(shunt) > MAX_SHUNT_VOLTS) {
      return Double.POSITIVE_INFINITY; // More than it can tell.
    }
    double amperes = shunt / point.number("shunt-ohms");
    return point.start() == POWER ? amperes * bus : amperes;
  }
}
